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

/// `package-manager`: a package manager, of the system or of a language, is there when the
/// image runs; one finding per layer that put one there.
///
/// Its programs decide, with all else of the packages that own them; a database alone does not.
/// True of every slim image, so it is a rule for those that want none.
public final class PackageManager implements Rule<Allowing> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("package-manager", Family.RUNTIME, Severity.LOW, Depth.FILES)
          .refuses("An image carries a package manager, such as apt, apk, dnf, pip or npm.")
          .because("Nothing is installed at run time but by whoever breaks in.")
          .mendedBy("COPY what was installed into a distroless base or scratch in a last stage.")
          .practice("Use distroless images: no shell, no package manager.")
          .wrongFor(
              "Every slim base has one: ask this of images that are to have none, and allow others"
                  + " by name.");

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
        .finishing(finding -> finding.mendedBy(fix(finding)))
        .in(ToolGroups.presentIn(facts.files().orElseThrow()).of(FileClass.PACKAGE_MANAGER));
  }

  @Override
  public Judgement judge(Finding finding, Allowing parameters, ContainerContext container) {
    return parameters.judge(finding);
  }

  private static String fix(Finding finding) {
    return finding.isOfBase()
        ? "install in a build stage and COPY --from it what was installed into a last stage FROM a"
            + " distroless base, or scratch with CA certificates and tzdata"
        : Mending.leavingOut(finding)
            + "; COPY --from a build stage only what it installed, not the package manager";
  }
}
