/// Rules about the packages that an image holds, and what is known of them elsewhere.
@NullMarked
package dev.plimsoll.rule.packages;

import org.jspecify.annotations.NullMarked;
