/// The rules there are, in the order in which they are reported.
@NullMarked
package dev.plimsoll.rule.catalogue;

import org.jspecify.annotations.NullMarked;
