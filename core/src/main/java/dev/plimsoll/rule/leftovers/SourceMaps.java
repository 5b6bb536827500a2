package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.BaseImage.Origin;
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

/// `source-maps`: source maps of the application's own scripts and styles are there when the image
/// runs; one finding per layer.
///
/// Those that npm packages bring are not the application's, and do not count.
public final class SourceMaps implements Rule<MaxSize> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("source-maps", Family.LEFTOVERS, Severity.LOW, Depth.FILES)
          .refuses("An image carries source maps of the application's scripts.")
          .because("They are as large as the scripts, and give the sources away where served.")
          .mendedBy("Build for production without source maps, or leave *.map out of the copy.")
          .practice("Ship minified production bundles without source maps.")
          .wrongFor(
              "Applications that read their own maps to write stack traces: raise max in a policy"
                  + " that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public MaxSize defaults() {
    return MaxSize.ofMebi(1);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return LayerFindings.of(DESCRIPTION, facts)
        .finishing(
            finding ->
                finding.mendedBy(
                    Mending.place(finding)
                        + "build without source maps, or delete them where they are built: find . -name '*.map' -delete"))
        .in(
            facts.files().orElseThrow().groups().stream()
                .filter(group -> group.present() && group.owner() == null)
                .filter(group -> group.fileClass() == FileClass.SOURCE_MAP)
                .filter(group -> facts.base().originOf(group.layer()) != Origin.BASE)
                .toList());
  }

  @Override
  public Judgement judge(Finding finding, MaxSize parameters, ContainerContext container) {
    return parameters.judge(finding, "source maps");
  }
}
