/// The policies of the cluster: kept ready to judge by, and told how they fare.
///
/// [dev.plimsoll.operator.policy.PolicyIndex] answers which policies an image must satisfy, from
/// memory, on every replica. The leader alone writes: each policy's status says whether it is
/// accepted and what runs against it. Losing the lease stops the writing and nothing else.
@NullMarked
package dev.plimsoll.operator.policy;

import org.jspecify.annotations.NullMarked;
