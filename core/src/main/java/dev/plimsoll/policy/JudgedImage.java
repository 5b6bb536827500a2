package dev.plimsoll.policy;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import java.util.HashSet;
import java.util.Set;

/// An image of a workload with its verdict: the image as the workload writes it, and its place
/// in the Pod, as `container web`.
public record JudgedImage(String image, String place, Verdict verdict) {

  /// The compressed bytes that go when every violation is fixed, each counted once.
  public Bytes reclaimable() {
    Set<FileGroup> union = new HashSet<>();
    verdict.violations().forEach(violation -> union.addAll(violation.finding().reclaimable()));
    return Finding.pullSizeOf(union);
  }
}
