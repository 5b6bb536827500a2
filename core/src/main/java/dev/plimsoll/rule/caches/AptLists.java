package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `apt-lists`: the package lists that `apt-get update` downloads are there when the image runs.
public final class AptLists implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("apt-lists", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the package lists of apt.")
          .because(
              "They are tens of megabytes that are out of date within days; nothing reads "
                  + "them at run time.")
          .mendedBy("End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.")
          .practice(
              "Clean up in the layer that makes the mess: rm -rf /var/lib/apt/lists/* in the "
                  + "same RUN.")
          .wrongFor(
              "Images in which packages are installed as they run, such as those of CI jobs: "
                  + "raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.APT_LISTS;
  }

  @Override
  public List<String> places() {
    return List.of("/var/lib/apt/lists");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended("rm -rf /var/lib/apt/lists/*");
  }
}
