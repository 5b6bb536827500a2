@NullMarked
package dev.plimsoll.e2e.bench;

import org.jspecify.annotations.NullMarked;
