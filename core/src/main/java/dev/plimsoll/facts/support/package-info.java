/// Until when releases of operating systems are supported: data, with its own date.
@NullMarked
package dev.plimsoll.facts.support;

import org.jspecify.annotations.NullMarked;
