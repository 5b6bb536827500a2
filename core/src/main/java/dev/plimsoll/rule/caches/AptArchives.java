package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `apt-archives`: the packages that apt downloads, and its index of them, are there when the image
// runs.
public final class AptArchives implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("apt-archives", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries packages that apt downloaded, or apt's index of them.")
          .because("Each package is there twice: as it came and as it is installed.")
          .mendedBy(
              "End the RUN that installs with apt-get clean, or keep the base's "
                  + "/etc/apt/apt.conf.d/docker-clean.")
          .practice("Clean up in the layer that makes the mess: apt-get clean in the same RUN.")
          .wrongFor(
              "Images that serve packages to others: raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.APT_ARCHIVES;
  }

  @Override
  public List<String> places() {
    return List.of("/var/cache/apt");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended("apt-get clean && rm -rf /var/cache/apt/*");
  }
}
