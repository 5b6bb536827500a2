/// Takes baselines: records what runs in a namespace before a policy refuses there.
///
/// On the leader alone. What runs is what Pods say that they run, and what every template in the
/// namespace, former ones included, would start now.
@NullMarked
package dev.plimsoll.operator.taking;

import org.jspecify.annotations.NullMarked;
