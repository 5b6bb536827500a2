/// What is measured in an image, and when a measure is beyond what a policy allows.
///
/// A rule has two halves. *Measuring* turns facts into findings; it knows no parameters, so
/// findings belong to a digest and are kept. *Judging* holds a finding against a policy's
/// parameters and the way a container is run; it is pure: no input, no clock, no logger. A
/// finding carries its evidence: which layer, which instruction, whether it came with the base
/// image, and which file groups would go if it were fixed. Groups are disjoint, so reclaimable
/// bytes of several findings add up as a union.
@NullMarked
package dev.plimsoll.rule;

import org.jspecify.annotations.NullMarked;
