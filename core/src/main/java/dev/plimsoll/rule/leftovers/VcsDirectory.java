package dev.plimsoll.rule.leftovers;

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
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import java.util.Objects;

/// `vcs-directory`: a `.git` directory or its like was copied into the image; one finding per
/// layer.
///
/// Only copies count, and nothing that a package brings.
public final class VcsDirectory implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("vcs-directory", Family.LEFTOVERS, Severity.HIGH, Depth.FILES)
          .refuses("An image carries a version control directory, such as .git.")
          .because(
              "It holds the whole history of the sources, with all that was ever committed and"
                  + " deleted, and is often larger than the sources.")
          .mendedBy("Write .git into .dockerignore.")
          .practice("Keep the build context clean with a .dockerignore.")
          .wrongFor("Images that serve repositories: raise max in a policy that matches them.");

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
        .finishing(finding -> finding.mendedBy(fix(facts, finding)))
        .in(CopiedGroups.of(facts, FileClass.VCS_DIRECTORY));
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "version control directories");
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
