/// What an image will weigh once it is fixed.
///
/// What goes is one set of file groups. Groups are disjoint, so a union counts each byte once and
/// is free of order. What stays of an operating system is the closure of what the application
/// needs over what its packages say they depend on; a slimmer sibling of the base, where one is
/// known, stands for the base itself. What cannot be told widens the range of a prediction and is
/// said among what it assumes; it never counts as nothing.
@NullMarked
package dev.plimsoll.prediction;

import org.jspecify.annotations.NullMarked;
