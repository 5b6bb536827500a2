/// Rules about what is there when an image runs and is not the application.
@NullMarked
package dev.plimsoll.rule.runtime;

import org.jspecify.annotations.NullMarked;
