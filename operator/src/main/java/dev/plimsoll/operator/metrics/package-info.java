/// What Plimsoll tells a monitoring system of itself.
///
/// Every name, tag and tag value stands in one file, [dev.plimsoll.operator.metrics.Metric], and
/// `docs/metrics.md` repeats it for people, which a test holds together. Series are bounded
/// whatever the fleet: no image, workload, container or reference is ever a tag, and policies
/// beyond a bounded number share one value.
@NullMarked
package dev.plimsoll.operator.metrics;

import org.jspecify.annotations.NullMarked;
