package dev.plimsoll.rule;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a rule measured in an image, with its evidence; knows no limits and no policy.
///
/// `what` says it in a few words. `blame` is the layer and instruction to change first.
/// `reclaimable`
/// are the file groups that go when it is fixed, `fix` is how to do that in this image.
public record Finding(
    String rule,
    Severity severity,
    Measure measure,
    String what,
    Blame blame,
    List<Evidence> evidence,
    Set<FileGroup> reclaimable,
    String fix) {
  public Finding {
    evidence = List.copyOf(evidence);
    reclaimable = Set.copyOf(reclaimable);
  }

  /// The compressed bytes that a set of file groups takes up: what a pull no longer carries
  /// without.
  public static Bytes pullSizeOf(Collection<FileGroup> groups) {
    return groups.stream().map(FileGroup::pull).reduce(Bytes.NONE, Bytes::plus);
  }

  /// The uncompressed bytes of a set of file groups.
  public static Bytes diskSizeOf(Collection<FileGroup> groups) {
    return groups.stream().map(FileGroup::disk).reduce(Bytes.NONE, Bytes::plus);
  }

  /// What was measured, in its unit.
  public sealed interface Measure {
    /// Compressed bytes of layers.
    record PullSize(Bytes bytes) implements Measure {}

    /// Uncompressed bytes of files.
    record DiskSize(Bytes bytes) implements Measure {}

    /// The user that the image's config declares, and its uid where that is known.
    record User(String declared, @Nullable Long uid) implements Measure {}
  }

  /// Who is to blame: a layer (none where the config alone decides), its instruction where
  /// history tells, and whether that came with the base image.
  public record Blame(
      @Nullable Layer layer, @Nullable Instruction instruction, @Nullable Origin origin) {
    public static final Blame NOBODY = new Blame(null, null, null);
  }

  /// One piece of evidence: a path, a package, a layer or a value, and its bytes, of the
  /// measure's kind.
  public record Evidence(String subject, Bytes bytes) {}
}
