package dev.plimsoll.rule.base;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.reference.ReferenceGlobs;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.RuleDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an image's base is called: `proven` by its layers, nearest base first, and `claimed` by
/// the image in an annotation, which proves nothing.
record BaseNames(List<String> proven, @Nullable String claimed) {
  private static final String ANNOTATION = "org.opencontainers.image.base.name";

  /// What an image is built on that is built on nothing.
  private static final String SCRATCH = "scratch";

  static BaseNames of(Facts facts) {
    BaseImage base = facts.base();
    String annotated = facts.annotations().get(ANNOTATION);
    String claimed = annotated == null || annotated.isBlank() ? null : annotated;
    if (base.evidence() == Evidence.LAYERS) {
      return new BaseNames(base.known().stream().map(BaseImage.Known::name).toList(), claimed);
    }
    boolean scratch = claimed == null && facts.files().map(f -> isScratch(base, f)).orElse(false);
    return new BaseNames(scratch ? List.of(SCRATCH) : List.of(), claimed);
  }

  /// The nearest known bases that layers prove, under each of their names; where the image says
  /// which of these was meant, that one alone.
  static List<Known> meant(Facts facts) {
    BaseImage base = facts.base();
    if (base.evidence() != Evidence.LAYERS) {
      return List.of();
    }
    List<Known> nearest =
        base.known().stream().filter(known -> known.layers() == base.layers()).toList();
    Optional<Reference> claimed =
        Optional.ofNullable(of(facts).claimed()).flatMap(BaseNames::parsed);
    return nearest.stream()
        .filter(known -> claimed.isPresent() && parsed(known.name()).equals(claimed))
        .findFirst()
        .map(List::of)
        .orElse(nearest);
  }

  /// The reference that a name is, where it is one.
  static Optional<Reference> parsed(String name) {
    try {
      return Optional.of(Reference.parse(name));
    } catch (InvalidReferenceException _) {
      return Optional.empty();
    }
  }

  /// Files are needed where neither layers nor annotations tell: for an image built on scratch.
  static Depth depthFor(Facts facts) {
    return facts.base().evidence() == Evidence.UNREAD ? Depth.FILES : Depth.CONFIG;
  }

  Finding finding(RuleDescription rule) {
    List<Finding.Evidence> names =
        proven.stream().map(name -> new Finding.Evidence(name, Bytes.NONE)).toList();
    Finding found = Finding.of(rule, new Measure.Base(proven, claimed), what()).showing(names);
    return isUnknown()
        ? found
        : found.mendedBy(
            "start the last stage FROM another base than "
                + (proven.isEmpty() ? claimed : proven.getFirst()));
  }

  /// The base in a few words, and how it is known.
  String what() {
    if (!proven.isEmpty()) {
      return "base " + proven.getFirst();
    }
    return claimed == null ? "an unknown base" : "base " + claimed + ", as the image says";
  }

  boolean isUnknown() {
    return proven.isEmpty() && claimed == null;
  }

  /// The nearest proven base that one of the globs is about.
  Optional<String> provenAmong(List<String> globs) {
    return proven.stream().filter(name -> covers(globs, name)).findFirst();
  }

  boolean claimedAmong(List<String> globs) {
    return claimed != null && covers(globs, claimed);
  }

  /// Why nobody can tell which base it is.
  Unknown unproven() {
    return new Unknown(
        Cause.NOT_STATED,
        claimed == null
            ? "nothing proves what the image is built on; list its base under knownBases, so that"
                + " the layers can tell"
            : "the image only says that it is built on %s; list that under knownBases, so that the"
                    .formatted(claimed)
                + " layers can prove it");
  }

  /// An operating system would have left its release file, its packages or its shell somewhere.
  private static boolean isScratch(BaseImage base, FileFacts files) {
    return base.evidence() == Evidence.NONE
        && files.operatingSystem() == null
        && files.packages().stream().noneMatch(p -> p.name().ecosystem().isOperatingSystem())
        && files.groups().stream()
            .noneMatch(
                g ->
                    g.fileClass() == FileClass.SHELL || g.fileClass() == FileClass.PACKAGE_MANAGER);
  }

  private static boolean covers(List<String> globs, String name) {
    return parsed(name).filter(new ReferenceGlobs(globs)::cover).isPresent();
  }
}
