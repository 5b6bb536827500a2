package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `pip-cache`: what pip, uv or poetry downloads and builds is there when the image runs.
public final class PipCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("pip-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the cache of pip, uv or poetry.")
          .because("Each wheel is there twice: as it came and as it is installed.")
          .mendedBy(
              "Install with pip install --no-cache-dir (uv --no-cache), or mount the cache: "
                  + "RUN --mount=type=cache,target=/root/.cache.")
          .practice("Install without a cache: pip install --no-cache-dir.")
          .wrongFor(
              "Images in which packages are installed as they run, such as notebooks: raise "
                  + "max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.PIP_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/.cache/pip", "/.cache/uv", "/.cache/pypoetry");
  }

  @Override
  public Cleaning cleaning(String directory) {
    if (directory.endsWith("/uv")) {
      return new Cleaning.Edited(
          "install with uv --no-cache",
          List.of(
              new Cleaning.Edit(
                  "\\buv (pip install|pip sync|sync|tool install)\\b", "uv --no-cache $1")));
    }
    if (directory.endsWith("/pypoetry")) {
      return new Cleaning.Appended("rm -rf " + directory);
    }
    return new Cleaning.Edited(
        "install with pip install --no-cache-dir",
        List.of(
            new Cleaning.Edit(
                "\\b(pip[\\d.]*) (install|wheel|download)\\b(?! --no-cache-dir)",
                "$1 $2 --no-cache-dir")));
  }
}
