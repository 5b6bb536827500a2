/// Rules about which packages an image may or must hold.
@NullMarked
package dev.plimsoll.rule.packages;

import org.jspecify.annotations.NullMarked;
