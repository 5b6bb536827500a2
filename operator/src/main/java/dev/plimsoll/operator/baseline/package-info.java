/// The baselines of the cluster: what each policy tolerates in each namespace, since it ran there
/// when the policy began to refuse.
@NullMarked
package dev.plimsoll.operator.baseline;

import org.jspecify.annotations.NullMarked;
