package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.LayerFindings;
import dev.plimsoll.rule.Mending;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.ToolGroups;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;

/// `build-system`: make, CMake, autoconf and their like are there when the image runs; one
/// finding per layer that put some there.
///
/// Files decide, with all else of the packages that own them. What an installed Python package
/// requires (torch asks for ninja) stays.
public final class BuildSystem implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("build-system", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries make, CMake, autoconf or another build system.")
          .because("It builds nothing at run time, and helps whoever breaks in to build.")
          .mendedBy("Build in a build stage and COPY --from it only what runs.")
          .practice("Separate build time from run time: build systems do not ship to production.")
          .wrongFor(
              "Images that build as they run, such as those of CI jobs: allow their packages by"
                  + " name, or match them by a policy of their own.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Allowing defaults() {
    return Allowing.NOTHING;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    FileFacts files = facts.files().orElseThrow();
    RequiredPackages required = RequiredPackages.in(files);
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(facts, finding)))
        .in(
            ToolGroups.presentIn(files)
                .where(
                    group ->
                        group.fileClass() == FileClass.BUILD_SYSTEM
                            && (group.owner() == null
                                || group.owner().ecosystem() != Ecosystem.PYTHON
                                || !required.has(group.owner()))));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(Facts facts, Finding finding) {
    return finding.isOfBase()
        ? Mending.slimmerBase(facts, "build system")
        : Mending.leavingOut(finding)
            + "; what needs building is built in a build stage and copied with COPY --from";
  }
}
