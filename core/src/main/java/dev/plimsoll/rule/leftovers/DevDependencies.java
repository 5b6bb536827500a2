package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
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
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import java.util.Set;

/// `dev-dependencies`: Python or PHP packages that only development needs are there when the
/// image runs; one finding per layer.
///
/// Composer marks them; of Python's, known names decide that no other installed package requires.
/// What the system's own packages bring is left to them.
public final class DevDependencies implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("dev-dependencies", Family.LEFTOVERS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries Python or PHP packages that only development needs.")
          .because("Debuggers, test runners and linters do no work at run time.")
          .mendedBy("Keep them in requirements or a group of their own that the image leaves out.")
          .practice("Install production dependencies alone: poetry install --only main.")
          .wrongFor("Applications that test or format as they run: allow the packages by name.");

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
    Set<PackageName> unwanted = new java.util.HashSet<>(DevelopmentPackages.known(files));
    unwanted.addAll(DevelopmentPackages.marked(files, Ecosystem.COMPOSER));
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(finding -> finding.mendedBy(fix(finding)))
        .in(DevelopmentPackages.filesOf(files, unwanted));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(Finding finding) {
    Instruction by = finding.blame().instruction();
    String text = by == null ? "" : by.text();
    if (text.contains("composer")) {
      return Mending.place(finding) + "install with composer install --no-dev";
    }
    return text.contains("poetry")
        ? Mending.place(finding) + "install with poetry install --only main"
        : Mending.place(finding)
            + "move "
            + Evidences.names(finding.evidence())
            + " out of the requirements that the image installs";
  }
}
