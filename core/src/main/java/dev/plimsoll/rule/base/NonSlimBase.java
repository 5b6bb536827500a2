package dev.plimsoll.rule.base;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
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
import dev.plimsoll.rule.parameter.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `non-slim-base`: the base image is a full variant, made to build on, not to run.
///
/// What its layers hold decides, not what it is called: documentation, locales, headers,
/// compilers and version control. Not applicable to an image without an operating system.
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
    if (files.operatingSystem() == null || base.layers() == 0) {
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

  private static String fix(BaseImage base) {
    String name = base.name() == null ? "" : " of " + base.name();
    return "start the last stage FROM the slim variant" + name;
  }
}
