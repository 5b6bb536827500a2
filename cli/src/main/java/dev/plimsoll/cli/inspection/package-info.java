/// How the command line looks into images: the core's inspector over the sources that a developer
/// or a CI job has, with their logins.
///
/// The only package of the command line that knows where images come from.
@NullMarked
package dev.plimsoll.cli.inspection;

import org.jspecify.annotations.NullMarked;
