/// Rules about what an image's config says of itself.
@NullMarked
package dev.plimsoll.rule.metadata;

import org.jspecify.annotations.NullMarked;
