/// What the operator remembers of tags, from asking in the background: what the bases that policies
/// list used to be, and what the tags of running images mean by now.
///
/// It is kept in memory: a replica that starts knows nothing of before.
@NullMarked
package dev.plimsoll.operator.memory;

import org.jspecify.annotations.NullMarked;
