/// Bytes as the API server counts and writes them.
@NullMarked
package dev.plimsoll.operator.bytes;

import org.jspecify.annotations.NullMarked;
