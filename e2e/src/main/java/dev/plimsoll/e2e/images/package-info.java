/// The real images of `e2e/images`, and where tests and demo find them.
@NullMarked
package dev.plimsoll.e2e.images;

import org.jspecify.annotations.NullMarked;
