/// Rules about secrets that travel with an image; none of them ever shows one.
@NullMarked
package dev.plimsoll.rule.secrets;

import org.jspecify.annotations.NullMarked;
