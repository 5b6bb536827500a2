/// What the operator does again and again in the background, and what keeps that going.
@NullMarked
package dev.plimsoll.operator.round;

import org.jspecify.annotations.NullMarked;
