/// What the cluster remembers that bears on an image and stands nowhere in it: what tags used to
/// mean, and what a workload runs.
///
/// All of it is known before anybody waits for a verdict. What is not remembered is no reason to
/// refuse and none to doubt: a rule that asks for it then does not apply.
@NullMarked
package dev.plimsoll.rule.memory;

import org.jspecify.annotations.NullMarked;
