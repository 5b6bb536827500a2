/// Programs beside this JVM: finding them, starting them on free ports, knowing when they are
/// ready, and ending them for certain.
@NullMarked
package dev.plimsoll.e2e.parts.process;

import org.jspecify.annotations.NullMarked;
