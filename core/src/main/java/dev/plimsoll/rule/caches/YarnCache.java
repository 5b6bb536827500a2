package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `yarn-cache`: what yarn or pnpm downloads is there when the image runs. A file of pnpm's store
/// that node_modules has as a hard link is no longer the store's.
public final class YarnCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("yarn-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the cache of yarn or the store of pnpm.")
          .because("Each package is there twice: in the cache and in node_modules.")
          .mendedBy(
              "End the RUN that installs with yarn cache clean (pnpm: delete the store), or "
                  + "mount the cache: RUN --mount=type=cache.")
          .practice("Clean up in the layer that makes the mess: yarn cache clean in the same RUN.")
          .wrongFor(
              "Applications that run from yarn's cache by Plug'n'Play: keep the cache in the "
                  + "project, or raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.YARN_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of(
        "/.cache/yarn", "/.yarn/berry/cache", "/.local/share/pnpm/store", "/.pnpm-store");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended(
        directory.contains("pnpm") ? "rm -rf " + directory : "yarn cache clean --all");
  }
}
