package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
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

/// `dev-node-modules`: npm packages that only development needs are there when the image runs; one
/// finding per layer.
///
/// npm's own mark in `node_modules/.package-lock.json` decides, not names; a package that is also
/// there for production is none.
public final class DevNodeModules implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("dev-node-modules", Family.LEFTOVERS, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries npm packages that only development needs.")
          .because(
              "Test runners, linters and compilers are often more than half of node_modules, and"
                  + " bring their vulnerabilities.")
          .mendedBy("Install with npm ci --omit=dev in the last stage.")
          .practice("Install production dependencies alone: npm ci --omit=dev.")
          .wrongFor(
              "Applications that run with development packages, such as ts-node: declare them as"
                  + " dependencies, or allow them by name.");

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
    Set<PackageName> unwanted = DevelopmentPackages.marked(files, Ecosystem.NPM);
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
    if (text.contains("pnpm")) {
      return Mending.place(finding) + "install with pnpm install --prod";
    }
    return text.contains("yarn")
        ? Mending.place(finding) + "install with yarn install --production"
        : Mending.place(finding)
            + "install with npm ci --omit=dev, or end the build stage with npm prune --omit=dev";
  }
}
