package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `go-build-cache`: Go's build cache or the sources of its modules are there when the image runs.
public final class GoBuildCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("go-build-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the build cache or the module cache of Go.")
          .because("A Go program needs neither sources nor objects to run.")
          .mendedBy(
              "Build in a build stage with RUN --mount=type=cache,target=/root/.cache/go-"
                  + "build, and copy from it only the program.")
          .practice("Build in one stage and copy what runs into another; mount caches.")
          .wrongFor("Entrypoints that compile (go run): raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.GO_BUILD_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/.cache/go-build", "/go/pkg/mod");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Mounted("the program");
  }
}
