package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Figures;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Found;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.PlatformImage;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.ReportedLayer;
import dev.plimsoll.api.v1alpha1.ReportedFinding;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.EveryRule;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.bytes.Quantities;
import dev.plimsoll.operator.bytes.StoredBytes;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Violation;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a report says of an image that was read.
final class ReportContents {
  static final String FILES = "Files";
  static final String CONFIG = "Config";

  /// A report is no larger than 64 KiB with its metadata and status.
  static final int MOST = 60 * 1024;

  private static final int FEW = 10;
  private static final String NO_ROOM =
      "facts: the operator had no more room in its memory for them (plimsoll.scan.facts-cache)";

  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing((Violation violation) -> violation.finding().severity())
          .thenComparing(violation -> Finding.pullSizeOf(violation.finding().reclaimable()))
          .reversed()
          .thenComparing(Violation::rule)
          .thenComparing(Violation::actual);

  private final Evaluator evaluator;

  ReportContents(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /// The report of an image; `packed` is what [dev.plimsoll.facts.ImageInspector#packed] makes
  /// of it, null where that is gone from memory already.
  ImageReportSpec of(Facts facts, Reference named, byte @Nullable [] packed) {
    String kept = packed == null ? null : Base64.getEncoder().encodeToString(packed);
    String note = kept == null ? NO_ROOM : null;
    ImageReportSpec whole =
        of(facts, named, found(facts, ReportedFinding.MOST), layers(facts), kept, note);
    if (fits(whole)) {
      return whole;
    }
    Found few = found(facts, FEW);
    ImageReportSpec shorter =
        of(facts, named, few, layers(facts), kept, "findings: the %d worst alone".formatted(FEW));
    return fits(shorter)
        ? shorter
        : of(
            facts,
            named,
            few,
            layers(facts),
            null,
            "facts: they take more than the %d bytes of a report".formatted(MOST));
  }

  private static ImageReportSpec of(
      Facts facts,
      Reference named,
      Found found,
      List<ReportedLayer> layers,
      @Nullable String kept,
      @Nullable String note) {
    return new ImageReportSpec(
        facts.digest().toString(),
        repository(named),
        null,
        figures(facts),
        List.of(),
        layers,
        found,
        kept,
        note);
  }

  private static boolean fits(ImageReportSpec spec) {
    return (spec.facts() == null || spec.facts().length() <= ImageReportSpec.MOST_FACTS)
        && StoredBytes.of(spec) <= MOST;
  }

  /// The report of an index.
  static ImageReportSpec ofIndex(
      Digest digest, Reference named, List<PlatformImage> platforms, byte @Nullable [] packed) {
    String kept = packed == null ? null : Base64.getEncoder().encodeToString(packed);
    boolean fits = kept != null && kept.length() <= ImageReportSpec.MOST_FACTS;
    return new ImageReportSpec(
        digest.toString(),
        repository(named),
        null,
        null,
        platforms,
        List.of(),
        null,
        fits ? kept : null,
        fits ? null : NO_ROOM);
  }

  private static String repository(Reference named) {
    return Ellipsis.cut(named.registry() + "/" + named.repository(), 512);
  }

  private static Figures figures(Facts facts) {
    BaseImage base = facts.base();
    Bytes disk = facts.files().map(FileFacts::diskSize).orElse(null);
    return new Figures(
        facts.depth() == Depth.FILES ? FILES : CONFIG,
        Ellipsis.cut(facts.platform().toString(), 128),
        Quantities.of(facts.pullSize()),
        facts.pullSize().count(),
        disk == null ? null : Quantities.of(disk),
        disk == null ? null : disk.count(),
        facts.layers().size(),
        base.name() == null ? system(facts) : Ellipsis.cut(base.name(), 512),
        base.evidence().phrase(),
        Ellipsis.cut(facts.config().user(), 256),
        facts.config().created() == null
            ? null
            : facts.config().created().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /// Where no base is known by name, the operating system is better than nothing.
  private static @Nullable String system(Facts facts) {
    FileFacts.OperatingSystem system = facts.files().map(FileFacts::operatingSystem).orElse(null);
    return system == null
        ? null
        : Ellipsis.cut("(%s %s)".formatted(system.id(), system.version()).replace(" )", ")"), 512);
  }

  private static List<ReportedLayer> layers(Facts facts) {
    return facts.layers().size() > ImageReportSpec.MOST_LAYERS
        ? List.of()
        : facts.layers().stream().map(layer -> reported(layer, facts.base())).toList();
  }

  private static ReportedLayer reported(Layer layer, BaseImage base) {
    return new ReportedLayer(
        layer.digest().toString(), layer.pullSize().count(), layer.number() <= base.layers());
  }

  private Found found(Facts facts, int most) {
    List<Violation> violations = EveryRule.brokenBy(facts, evaluator);
    Bytes saving = Finding.pullSizeOf(EveryRule.reclaimable(violations));
    return new Found(
        violations.size(),
        Quantities.of(saving),
        saving.count(),
        Catalogue.VERSION,
        violations.stream().sorted(WORST_FIRST).limit(most).map(ReportContents::reported).toList());
  }

  private static ReportedFinding reported(Violation violation) {
    Finding finding = violation.finding();
    Blame blame = finding.blame();
    return new ReportedFinding(
        finding.rule(),
        finding.severity().name().toLowerCase(Locale.ROOT),
        Ellipsis.cut(violation.actual(), 160),
        blame.layer() == null ? null : blame.layer().number(),
        blame.origin() == null ? null : blame.origin().phrase(),
        Finding.pullSizeOf(finding.reclaimable()).count(),
        finding.evidence().stream()
            .findFirst()
            .map(Evidence::subject)
            .map(subject -> Ellipsis.cut(subject, 200))
            .orElse(null));
  }
}
