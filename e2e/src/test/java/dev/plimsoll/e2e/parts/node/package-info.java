@NullMarked
package dev.plimsoll.e2e.parts.node;

import org.jspecify.annotations.NullMarked;
