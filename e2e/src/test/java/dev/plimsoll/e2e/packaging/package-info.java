@NullMarked
package dev.plimsoll.e2e.packaging;

import org.jspecify.annotations.NullMarked;
