/// Rules about the image that another is built on.
@NullMarked
package dev.plimsoll.rule.base;

import org.jspecify.annotations.NullMarked;
