/// Pictures of the command line's pages, as a browser shows them.
@NullMarked
package dev.plimsoll.e2e.pictures;

import org.jspecify.annotations.NullMarked;
