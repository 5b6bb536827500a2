/// Where images run, and what they weigh together there.
@NullMarked
package dev.plimsoll.operator.fleet;

import org.jspecify.annotations.NullMarked;
