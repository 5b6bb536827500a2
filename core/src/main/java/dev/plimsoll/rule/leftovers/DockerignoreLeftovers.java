package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// `dockerignore-leftovers`: files of the build context that nothing needs at run time were
/// copied into the image; one finding per layer and kind.
///
/// Only copies count, and nothing that a package or a package's installer brings. Bytecode
/// that comes from another stage was made on purpose; where it may, it is advice. Secrets are
/// another rule's.
public final class DockerignoreLeftovers implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("dockerignore-leftovers", Family.LEFTOVERS, Severity.LOW, Depth.FILES)
          .refuses("An image carries files of the build context that nothing needs at run time.")
          .because(
              "Build descriptions, editors' settings, tests, caches of tests and logs tell others"
                  + " how the application is made, and change the layer without need.")
          .mendedBy("List them in .dockerignore.")
          .practice("Keep the build context clean with a .dockerignore.")
          .wrongFor(
              "Applications that serve their documentation or run their own tests: raise max in a"
                  + " policy that matches them.");

  private static final List<FileClass> KINDS =
      List.of(
          FileClass.DOCKERIGNORE_LEFTOVER,
          FileClass.TEST_CACHE,
          FileClass.APPLICATION_TESTS,
          FileClass.APPLICATION_DOCS,
          FileClass.BYTECODE,
          FileClass.LOG);

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.NEGLIGIBLE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    for (FileClass kind : KINDS) {
      List<FileGroup> groups =
          CopiedGroups.of(facts, kind).stream().filter(g -> isLeftover(facts, g)).toList();
      findings.addAll(
          LayerFindings.of(DESCRIPTION, facts)
              .showing(Evidences::byClass)
              .finishing(finding -> finished(facts, kind, finding))
              .in(groups));
    }
    return findings;
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, finding.what());
  }

  private static Finding finished(Facts facts, FileClass kind, Finding finding) {
    int layer = Objects.requireNonNull(finding.blame().layer()).number();
    Finding mended = finding.mendedBy(fix(facts, finding));
    return kind == FileClass.BYTECODE && !CopiedGroups.isFromContext(facts, layer)
        ? mended.as(Severity.ADVICE)
        : mended;
  }

  /// Installers write bytecode of their own, and a system brings logs of its own.
  private static boolean isLeftover(Facts facts, FileGroup group) {
    return switch (group.fileClass()) {
      case BYTECODE ->
          !CopiedGroups.isFromAnotherStage(facts, group.layer())
              && group.largest().stream().noneMatch(f -> f.path().contains("-packages/"));
      case LOG -> group.largest().stream().anyMatch(f -> !f.path().startsWith("/var/log/"));
      default -> true;
    };
  }

  private static String fix(Facts facts, Finding finding) {
    String lines = String.join(", ", CopiedGroups.ignored(finding.reclaimable()));
    return CopiedGroups.isFromContext(
            facts, Objects.requireNonNull(finding.blame().layer()).number())
        ? "%swrite into .dockerignore: %s".formatted(Mending.place(finding), lines)
        : "%scopy only what runs, and write into .dockerignore: %s"
            .formatted(Mending.place(finding), lines);
  }
}
