/// What the operator's informers have in common.
@NullMarked
package dev.plimsoll.operator.informer;

import org.jspecify.annotations.NullMarked;
