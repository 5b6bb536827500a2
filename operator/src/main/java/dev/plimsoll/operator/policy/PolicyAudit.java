package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.fleet.FleetWeight;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs against one generation of one policy.
///
/// `worst` are the violations that weigh most, `truncated` says that there are more. `fleet`
/// is what the images weigh together, null where nobody added that up. `unjudged` are the
/// workloads that the policy refuses and that came in after it was written.
public record PolicyAudit(
    long generation,
    Counts counts,
    Bytes reclaimable,
    List<WorstViolation> worst,
    boolean truncated,
    Instant at,
    @Nullable FleetWeight fleet,
    List<String> unjudged) {
  public PolicyAudit {
    worst = List.copyOf(worst);
    unjudged = List.copyOf(unjudged);
  }

  /// An audit of images that were not added up.
  public PolicyAudit(
      long generation,
      Counts counts,
      Bytes reclaimable,
      List<WorstViolation> worst,
      boolean truncated,
      Instant at) {
    this(generation, counts, reclaimable, worst, truncated, at, null, List.of());
  }

  /// The same, with what the images weigh together.
  public PolicyAudit weighing(FleetWeight weight) {
    return new PolicyAudit(generation, counts, reclaimable, worst, truncated, at, weight, unjudged);
  }

  /// The same, with the workloads that came in while nobody could judge them.
  public PolicyAudit with(List<String> workloads) {
    return new PolicyAudit(generation, counts, reclaimable, worst, truncated, at, fleet, workloads);
  }
}
