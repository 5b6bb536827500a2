/// What an application needs of the operating system under it and of its own dependencies.
///
/// Needs are followed from what starts, from what programs load and from what was installed by
/// name; packages say the rest. What development and building alone need is told apart.
@NullMarked
package dev.plimsoll.prediction.need;

import org.jspecify.annotations.NullMarked;
