/// Which of two versions of a package is newer, by the rules of its ecosystem.
@NullMarked
package dev.plimsoll.packages.version;

import org.jspecify.annotations.NullMarked;
