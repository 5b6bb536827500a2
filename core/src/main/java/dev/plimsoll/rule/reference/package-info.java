/// Rules about how an image is named, and how old it is.
@NullMarked
package dev.plimsoll.rule.reference;

import org.jspecify.annotations.NullMarked;
