/// How the operator looks into images: the core's inspector, wired to registries by
/// configuration, and kept to the time a caller has.
///
/// The only package of the operator that knows where images come from.
@NullMarked
package dev.plimsoll.operator.inspection;

import org.jspecify.annotations.NullMarked;
