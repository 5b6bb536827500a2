package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.BaseImage.Origin;
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
import java.util.List;

/// `build-leftovers`: what a build left behind: object files and static libraries, the insides
/// of CMake's and cargo's directories, sources and archives that were unpacked, dumps of
/// memory; one finding per layer above the base.
///
/// Only what no package owns counts: a `-dev` package's static library is another rule's. A
/// program in `target/release` stays.
public final class BuildLeftovers implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("build-leftovers", Family.BUILD_TOOLS, Severity.LOW, Depth.FILES)
          .refuses("An image carries what its build left behind.")
          .because("Object files, sources and downloaded archives travel with every pull, unused.")
          .mendedBy("Build in a build stage and COPY --from it only the result.")
          .practice("Copy only what runs out of the build stage.")
          .wrongFor(
              "Applications that link or compile as they run and need static libraries: raise the"
                  + " limit.");

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
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(finding)))
        .in(
            facts.files().orElseThrow().groups().stream()
                .filter(FileGroup::present)
                .filter(group -> group.fileClass() == FileClass.BUILD_LEFTOVER)
                .filter(group -> group.owner() == null)
                .filter(group -> facts.base().originOf(group.layer()) != Origin.BASE)
                .toList());
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "build leftovers");
  }

  private static String fix(Finding finding) {
    String names = Evidences.names(finding.evidence());
    boolean copied =
        finding.blame().instruction() != null
            && finding.blame().instruction().text().startsWith("COPY");
    return Mending.place(finding)
        + (copied
            ? "copy only the result of the build, not the directory with " + names
            : "remove what is not needed any more in the same instruction, such as "
                + names
                + ", or build in a build stage");
  }
}
