@NullMarked
package dev.plimsoll.e2e.vulnerabilities;

import org.jspecify.annotations.NullMarked;
