package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `composer-cache`: what Composer downloads is there when the image runs.
public final class ComposerCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("composer-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the cache of Composer.")
          .because("Each package is there twice: packed in the cache and unpacked in vendor.")
          .mendedBy(
              "Install with composer install --no-cache, or mount the cache: RUN "
                  + "--mount=type=cache,target=/root/.composer/cache.")
          .practice("Install without a cache: composer install --no-cache.")
          .wrongFor(
              "Images in which packages are installed as they run: raise max in a policy that"
                  + " matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.COMPOSER_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/.composer/cache", "/.cache/composer");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Edited(
        "install with composer install --no-cache",
        List.of(
            new Cleaning.Edit(
                "\\bcomposer (install|require|update|create-project)\\b(?! --no-cache)",
                "composer $1 --no-cache")));
  }
}
