@NullMarked
package dev.plimsoll.e2e.parts;

import org.jspecify.annotations.NullMarked;
