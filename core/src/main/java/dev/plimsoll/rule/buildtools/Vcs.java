package dev.plimsoll.rule.buildtools;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
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

/// `vcs`: a version control system is there when the image runs; one finding per layer that put
/// one there.
///
/// Programs of git, Mercurial, Subversion and their like decide, with all else of the packages
/// that own them; a `.git` directory is another rule's.
public final class Vcs implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("vcs", Family.BUILD_TOOLS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries git, Mercurial, Subversion or another version control system.")
          .because(
              "It is a tool to fetch sources with, brings Perl or Python along, and lets whoever"
                  + " breaks in reach out.")
          .mendedBy("Fetch sources in a build stage, or COPY them from the build context.")
          .practice("Leave out utilities that the application never calls, such as git.")
          .wrongFor(
              "Applications that work on repositories, such as GitOps agents: allow git by name.");

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
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(facts, finding)))
        .in(ToolGroups.presentIn(facts.files().orElseThrow()).of(FileClass.VERSION_CONTROL));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(Facts facts, Finding finding) {
    return finding.isOfBase()
        ? Mending.slimmerBase(facts, "version control")
        : Mending.leavingOut(finding) + "; fetch sources in a build stage";
  }
}
