/// All package databases of an image, put together.
@NullMarked
package dev.plimsoll.packages.inventory;

import org.jspecify.annotations.NullMarked;
