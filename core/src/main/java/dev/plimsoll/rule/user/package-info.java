/// Rules about the user that an image's process runs as.
@NullMarked
package dev.plimsoll.rule.user;

import org.jspecify.annotations.NullMarked;
