package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `gem-cache`: the packed gems that RubyGems and Bundler download are there when the image runs.
public final class GemCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("gem-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries gems as they were downloaded.")
          .because("Each gem is there twice: packed in the cache and installed.")
          .mendedBy("End the RUN that installs with rm -rf of the gem directory's cache.")
          .practice(
              "Clean up in the layer that makes the mess: delete the downloaded gems in the "
                  + "same RUN.")
          .wrongFor(
              "Images that install their gems from vendor/cache as they start: raise max in a"
                  + " policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.GEM_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of();
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Appended("rm -rf " + directory + "/*.gem");
  }
}
