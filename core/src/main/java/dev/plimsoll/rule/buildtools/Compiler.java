package dev.plimsoll.rule.buildtools;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `compiler`: a compiler, assembler or linker is there when the image runs; one finding per layer
/// that put one there.
///
/// Files decide (`cc1`, `as`, `ld`, `rustc`, `javac` …), so one copied in without a package is
/// found and `gcc-12-base`, which holds none, is not. A compiler that a later layer deletes is
/// waste.
public final class Compiler implements Rule<Compiler.Parameters> {
  private static final RuleDescription DESCRIPTION =
      new RuleDescription(
          "compiler",
          Family.BUILD_TOOLS,
          Severity.HIGH,
          Depth.FILES,
          "An image carries a compiler, an assembler or a linker.",
          "It is dead weight at run time, and a workshop for whoever breaks in.",
          "Compile in a build stage and COPY --from it only what runs.",
          "Separate build time from run time: compilers do not ship to production.",
          "Runtimes that compile as they run (torch with triton, numba, R, Julia): allow their"
              + " packages by name.");

  /// `allow` names packages, or files that no package owns, that may be there.
  public record Parameters(List<String> allow) {
    public Parameters {
      allow = List.copyOf(allow);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of());
  }

  @Override
  public List<Finding> measure(Facts facts) {
    Map<Integer, List<FileGroup>> byLayer =
        Removable.in(facts.files().orElseThrow()).compilers().stream()
            .filter(g -> g.disk().count() > 0)
            .collect(
                groupingBy(FileGroup::layer, TreeMap::new, java.util.stream.Collectors.toList()));
    return byLayer.entrySet().stream()
        .map(e -> finding(facts, facts.layer(e.getKey()), e.getValue()))
        .toList();
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    Set<String> allowed = Set.copyOf(parameters.allow());
    List<Evidence> left =
        finding.evidence().stream().filter(e -> !allowed.contains(e.subject())).toList();
    if (left.isEmpty()) {
      return new Judgement.Within();
    }
    Bytes bytes = left.stream().map(Evidence::bytes).reduce(Bytes.NONE, Bytes::plus);
    return new Judgement.Beyond(bytes + " on disk: " + names(left), "none");
  }

  private Finding finding(Facts facts, Layer layer, List<FileGroup> groups) {
    Origin origin = facts.base().originOf(layer.number());
    List<Evidence> evidence = evidence(groups);
    return new Finding(
        id(),
        DESCRIPTION.severity(),
        new Measure.DiskSize(Finding.diskSizeOf(groups)),
        names(evidence),
        new Blame(layer, layer.instruction(), origin),
        evidence,
        groups.stream().collect(toSet()),
        fix(facts, origin));
  }

  private static List<Evidence> evidence(List<FileGroup> groups) {
    Map<String, Bytes> bytes = new HashMap<>();
    for (FileGroup group : groups) {
      bytes.merge(subject(group), group.disk(), Bytes::plus);
    }
    return bytes.entrySet().stream()
        .map(e -> new Evidence(e.getKey(), e.getValue()))
        .sorted(Comparator.comparing(Evidence::bytes).reversed().thenComparing(Evidence::subject))
        .toList();
  }

  private static String subject(FileGroup group) {
    if (group.owner() != null) {
      return group.owner().name();
    }
    return group.largest().stream().findFirst().map(SizedPath::path).orElse("files of no package");
  }

  private static String names(List<Evidence> evidence) {
    String first = evidence.stream().limit(3).map(Evidence::subject).collect(joining(", "));
    return evidence.size() <= 3 ? first : first + " and " + (evidence.size() - 3) + " more";
  }

  private static String fix(Facts facts, Origin origin) {
    if (origin == Origin.BASE) {
      String name = facts.base().name() == null ? "the base" : facts.base().name();
      return "start the last stage FROM the slim variant of " + name + ", which has no compiler";
    }
    return "compile in a build stage and COPY --from it only what runs";
  }
}
