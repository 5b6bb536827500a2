package dev.plimsoll.rule.base;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.facts.SystemMarks;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Removable;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.SlimVariants;
import dev.plimsoll.rule.parameter.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `non-slim-base`: the base image is a full variant, made to build on, not to run.
///
/// What its layers hold decides, not what it is called nor what marks it as slim: documentation,
/// locales, headers, compilers and version control. A system that is told to leave documentation
/// out, as Ubuntu is, has none to be found. Not applicable to distroless, Alpine and their like,
/// nor to an image without an operating system.
public final class NonSlimBase implements Rule<NonSlimBase.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("non-slim-base", Family.BASE, Severity.MEDIUM, Depth.FILES)
          .refuses("An image is built on a full base image where a slim one would do.")
          .because(
              "A full base brings documentation, headers, compilers and version control that nothing uses"
                  + " at run time, and their vulnerabilities.")
          .mendedBy("Use the base's slim variant for the last stage.")
          .practice("Start from slim, distroless or scratch.")
          .wrongFor("Images made to build in: match them by a policy of their own.");

  /// Systems made for containers.
  private static final Set<String> ALWAYS_SLIM = Set.of("wolfi", "chainguard");

  /// `max` is how much of this a base may hold, uncompressed.
  public record Parameters(
      @Parameter(
              "How much (uncompressed) documentation, man pages, locales, headers, compilers and version control the base layers may hold in all.")
          Bytes max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(Bytes.ofMebi(30));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    BaseImage base = facts.base();
    if (base.layers() == 0 || !hasFullVariants(files)) {
      return List.of();
    }
    Set<FileGroup> baggage = Removable.in(files).baggageUpTo(base.layers());
    if (baggage.isEmpty()) {
      return List.of();
    }
    Layer heaviest = facts.layer(heaviestLayer(baggage));
    return List.of(
        new Finding(
            id(),
            DESCRIPTION.severity(),
            new Measure.DiskSize(Finding.diskSizeOf(baggage)),
            byClass(baggage).stream()
                .limit(3)
                .map(NonSlimBase::phrase)
                .collect(Collectors.joining(", ")),
            new Blame(heaviest, heaviest.instruction(), Origin.BASE),
            byClass(baggage),
            baggage,
            fix(base)));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.DiskSize(Bytes size))
        || !size.isMoreThan(parameters.max())) {
      return new Judgement.Within();
    }
    return new Judgement.Beyond(
        size + " on disk of what only a full base has", parameters.max().toString());
  }

  private static int heaviestLayer(Set<FileGroup> groups) {
    Map<Integer, Long> bytes = new TreeMap<>();
    groups.forEach(g -> bytes.merge(g.layer(), g.disk().count(), Long::sum));
    return bytes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static List<Evidence> byClass(Set<FileGroup> groups) {
    Map<FileClass, Bytes> bytes = new TreeMap<>();
    groups.forEach(g -> bytes.merge(g.fileClass(), g.disk(), Bytes::plus));
    return bytes.entrySet().stream()
        .map(e -> new Evidence(subject(e.getKey()), e.getValue()))
        .sorted(Comparator.comparing(Evidence::bytes).reversed())
        .toList();
  }

  private static String subject(FileClass fileClass) {
    return fileClass == FileClass.OTHER ? "files of these packages" : fileClass.plural();
  }

  private static String phrase(Evidence evidence) {
    return evidence.subject() + " " + evidence.bytes();
  }

  /// Distroless, Alpine and their like have no full variant; what they hold was put there on
  /// purpose.
  private static boolean hasFullVariants(FileFacts files) {
    OperatingSystem system = files.operatingSystem();
    return system != null
        && files.system().kind() == SystemMarks.Kind.OTHER
        && !ALWAYS_SLIM.contains(system.id());
  }

  private static String fix(BaseImage base) {
    return base.name() == null
        ? "start the last stage FROM the slim variant of its base"
        : "start the last stage FROM the slim variant of "
            + base.name()
            + SlimVariants.of(base.name()).map(slim -> ", " + slim).orElse("");
  }
}
