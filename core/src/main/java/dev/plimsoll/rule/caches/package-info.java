/// Rules about caches of package managers that are left in layers.
@NullMarked
package dev.plimsoll.rule.caches;

import org.jspecify.annotations.NullMarked;
