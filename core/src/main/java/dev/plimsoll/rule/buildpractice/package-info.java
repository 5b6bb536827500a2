/// Rules about how an image was built. Files decide, history names: what layers contradict is not
/// said, and all of it is advice.
@NullMarked
package dev.plimsoll.rule.buildpractice;

import org.jspecify.annotations.NullMarked;
