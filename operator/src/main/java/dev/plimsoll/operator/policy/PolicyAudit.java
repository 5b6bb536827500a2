package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.image.Bytes;
import java.time.Instant;
import java.util.List;

/// What runs against one generation of one policy.
///
/// `worst` are the violations that weigh most, `truncated` says that there are more.
public record PolicyAudit(
    long generation,
    Counts counts,
    Bytes reclaimable,
    List<WorstViolation> worst,
    boolean truncated,
    Instant at) {
  public PolicyAudit {
    worst = List.copyOf(worst);
  }

  /// Whether both found the same, whenever that was.
  boolean foundTheSameAs(PolicyAudit other) {
    return generation == other.generation
        && counts.equals(other.counts)
        && reclaimable.equals(other.reclaimable)
        && worst.equals(other.worst)
        && truncated == other.truncated;
  }
}
