package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `apk-cache`: apk's package index or downloaded packages are there when the image runs.
public final class ApkCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("apk-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the index or the downloaded packages of apk.")
          .because("They are out of date within days, and nothing reads them at run time.")
          .mendedBy("Install with apk add --no-cache, and drop apk update.")
          .practice("Install without a cache: apk add --no-cache.")
          .wrongFor(
              "Images in which packages are installed as they run: raise max in a policy that"
                  + " matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.APK_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/var/cache/apk", "/etc/apk/cache");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Edited(
        "install with apk add --no-cache, without apk update",
        List.of(
            new Cleaning.Edit("\\bapk( -\\S+)* update( -\\S+)* ?(?:&&|;) ?", ""),
            new Cleaning.Edit(
                "\\bapk((?: (?!--no-cache\\b)-\\S+)*) (add|upgrade)\\b(?!.*--no-cache)",
                "apk$1 $2 --no-cache")));
  }
}
