package dev.plimsoll.rule.runtime;

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

/// `debug-tool`: a tool to look into systems and networks with is there when the image runs;
/// one finding per layer that put one there.
///
/// Programs decide (curl, netcat, strace, vim, sudo …), with all else of the packages that own
/// them; libcurl is none. What came with the base is advice.
public final class DebugTool implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("debug-tool", Family.RUNTIME, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries curl, netcat, strace, vim, sudo, cron or a tool like them.")
          .because("The application does without, and whoever breaks in finds them at hand.")
          .mendedBy("Leave it out, and use kubectl debug with an image of its own to look inside.")
          .practice("Leave out utilities that the application never calls: risk without reward.")
          .wrongFor(
              "Applications and health checks that call one, such as curl in HEALTHCHECK: allow its"
                  + " package by name.");

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
        .finishing(finding -> finished(facts, finding))
        .in(ToolGroups.presentIn(facts.files().orElseThrow()).of(FileClass.DEBUG_TOOL));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static Finding finished(Facts facts, Finding finding) {
    return finding.isOfBase()
        ? finding.as(Severity.ADVICE).mendedBy(Mending.slimmerBase(facts, "such tools"))
        : finding.mendedBy(
            Mending.leavingOut(finding) + "; to look into a running container, use kubectl debug");
  }
}
