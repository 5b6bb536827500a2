/// Rules about how large an image is.
@NullMarked
package dev.plimsoll.rule.size;

import org.jspecify.annotations.NullMarked;
