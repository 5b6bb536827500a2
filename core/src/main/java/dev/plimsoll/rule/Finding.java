package dev.plimsoll.rule;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a rule measured in an image, with its evidence; knows no limits and no policy.
///
/// `what` says it in a few words. `blame` is the layer and instruction to change first.
/// `reclaimable` are the file groups that go when it is fixed, `fix` is how to do that in this
/// image.
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

  /// A finding of a rule, with its severity and general fix and nobody to blame yet.
  public static Finding of(RuleDescription rule, Measure measure, String what) {
    return new Finding(
        rule.id(), rule.severity(), measure, what, Blame.NOBODY, List.of(), Set.of(), rule.fix());
  }

  /// What a rule could not measure, and why: nobody can tell whether there is a violation.
  public static Finding unmeasured(RuleDescription rule, Unknown why) {
    return of(rule, new Measure.Unmeasured(why), why.detail());
  }

  public Finding blaming(Blame whom) {
    return new Finding(rule, severity, measure, what, whom, evidence, reclaimable, fix);
  }

  /// Blames a layer with its instruction and origin.
  public Finding blaming(Facts facts, int layer) {
    Layer whose = facts.layer(layer);
    return blaming(new Blame(whose, whose.instruction(), facts.base().originOf(layer)));
  }

  public Finding showing(List<Evidence> shown) {
    return new Finding(rule, severity, measure, what, blame, shown, reclaimable, fix);
  }

  /// With the file groups that go when it is fixed.
  public Finding freeing(Collection<FileGroup> groups) {
    return new Finding(rule, severity, measure, what, blame, evidence, Set.copyOf(groups), fix);
  }

  /// With what to do in this image.
  public Finding mendedBy(String how) {
    return new Finding(rule, severity, measure, what, blame, evidence, reclaimable, how);
  }

  public Finding as(Severity other) {
    return new Finding(rule, other, measure, what, blame, evidence, reclaimable, fix);
  }

  /// Whether what was found came with the base image.
  public boolean isOfBase() {
    return blame.origin() == Origin.BASE;
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

    /// A number of things; `of` says of what, in the plural.
    record Count(long number, String of) implements Measure {}

    /// Bytes on disk that are part of a larger number of bytes on disk.
    record Part(Bytes bytes, Bytes whole) implements Measure {}

    /// A moment: when the image was made, until when something is supported.
    record Moment(Instant at) implements Measure {}

    /// Packages, each in a version.
    record Packages(List<Release> releases) implements Measure {
      public Packages {
        releases = List.copyOf(releases);
      }
    }

    /// How a container starts where its workload does not say otherwise: the image's entrypoint
    /// and command, and those of its variables that rules ask for.
    record Start(List<String> entrypoint, List<String> command, Map<String, String> environment)
        implements Measure {
      public Start {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
      }
    }

    /// What a base image is called: by its layers, nearest first, and by what the image says.
    record Base(List<String> proven, @Nullable String claimed) implements Measure {
      public Base {
        proven = List.copyOf(proven);
      }
    }

    /// Something is so; the finding's words and evidence say what.
    record Observed() implements Measure {}

    /// It could not be measured.
    record Unmeasured(Unknown why) implements Measure {}
  }

  /// A package in a version, which is empty where nothing tells it.
  public record Release(PackageName name, String version) {
    public static Release of(InstalledPackage installed) {
      return new Release(installed.name(), installed.version());
    }

    @Override
    public String toString() {
      return version.isEmpty() ? name.toString() : name.name() + " " + version;
    }
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
