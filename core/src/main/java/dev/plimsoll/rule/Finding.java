package dev.plimsoll.rule;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a rule measured in an image, with its evidence; knows no limits and no policy.
///
/// `what` says it in a few words ("gcc-12, cpp-12 and 3 more"). `reclaimable` are the file groups
/// that go when it is fixed. `fix` is what to do about it in this image.
public record Finding(
    String rule,
    Measure measure,
    String what,
    List<Evidence> evidence,
    Set<FileGroup> reclaimable,
    String fix) {
  public Finding {
    evidence = List.copyOf(evidence);
    reclaimable = Set.copyOf(reclaimable);
  }

  /// The compressed bytes that go with the fix.
  public Bytes reclaimablePull() {
    return reclaimable.stream().map(FileGroup::pull).reduce(Bytes.NONE, Bytes::plus);
  }

  /// What was measured, in its unit.
  public sealed interface Measure {
    record OfBytes(Bytes bytes) implements Measure {}

    record OfText(String text) implements Measure {}
  }

  /// One piece of evidence: a path, a package or a value, its bytes, and the layer that put it
  /// there.
  public record Evidence(
      String subject, Bytes bytes, @Nullable Layer layer, @Nullable Origin origin) {}
}
