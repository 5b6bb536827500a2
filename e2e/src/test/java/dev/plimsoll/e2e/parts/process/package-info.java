@NullMarked
package dev.plimsoll.e2e.parts.process;

import org.jspecify.annotations.NullMarked;
