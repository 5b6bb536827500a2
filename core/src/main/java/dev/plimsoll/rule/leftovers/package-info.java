/// Rules about what else of the build and its context is left in layers.
@NullMarked
package dev.plimsoll.rule.leftovers;

import org.jspecify.annotations.NullMarked;
