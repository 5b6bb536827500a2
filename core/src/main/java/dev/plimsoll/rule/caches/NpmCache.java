package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `npm-cache`: what npm downloads, and its logs, are there when the image runs.
public final class NpmCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("npm-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the cache of npm.")
          .because("Each package is there twice: packed in the cache and unpacked in node_modules.")
          .mendedBy(
              "End the RUN that installs with npm cache clean --force, or mount the cache: "
                  + "RUN --mount=type=cache,target=/root/.npm.")
          .practice(
              "Clean up in the layer that makes the mess: npm cache clean --force in the same"
                  + " RUN.")
          .wrongFor(
              "Images in which packages are installed as they run: raise max in a policy that"
                  + " matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.NPM_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/.npm");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended("npm cache clean --force");
  }
}
