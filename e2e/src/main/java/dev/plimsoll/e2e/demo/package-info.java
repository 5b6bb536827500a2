/// `make demo`: what a user sees, on real parts, in two minutes.
///
/// Every step says what it expects and fails the demo where that does not come; the verdicts it
/// counts must be those that the operator's metrics count.
@NullMarked
package dev.plimsoll.e2e.demo;

import org.jspecify.annotations.NullMarked;
