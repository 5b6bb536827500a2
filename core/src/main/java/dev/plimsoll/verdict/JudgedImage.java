package dev.plimsoll.verdict;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An image of a workload with its verdict: the image as the workload writes it, and the name of
/// the container that it is for, or of the volume that it is. `outlook` is what it will weigh once
/// it is fixed, null where that was not asked or cannot be told.
public record JudgedImage(
    String image, String container, boolean isVolume, Verdict verdict, @Nullable Outlook outlook) {

  /// An image whose outlook nobody asked for.
  public JudgedImage(String image, String container, boolean isVolume, Verdict verdict) {
    this(image, container, isVolume, verdict, null);
  }

  /// An image that a container runs.
  public JudgedImage(String image, String container, Verdict verdict) {
    this(image, container, false, verdict);
  }

  /// The same image, with what it will weigh.
  public JudgedImage with(Optional<Outlook> found) {
    return new JudgedImage(image, container, isVolume, verdict, found.orElse(null));
  }

  /// The same image, for those who may not know what is in it.
  public JudgedImage withoutEvidence() {
    return new JudgedImage(image, container, isVolume, verdict.withoutEvidence(), null);
  }

  /// Where in the Pod the image is, for people: `container web`, `volume models`.
  public String place() {
    return (isVolume ? "volume " : "container ") + container;
  }

  /// The compressed bytes that go when every violation is fixed, each counted once.
  public Bytes reclaimable() {
    Set<FileGroup> union = new HashSet<>();
    verdict.violations().forEach(violation -> union.addAll(violation.finding().reclaimable()));
    return Finding.pullSizeOf(union);
  }
}
