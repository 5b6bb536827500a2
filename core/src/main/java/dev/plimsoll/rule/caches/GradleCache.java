package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `gradle-cache`: Gradle's caches or the distribution that its wrapper downloads are there when
// the image runs.
public final class GradleCache implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("gradle-cache", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the caches of Gradle.")
          .because(
              "Gradle itself, plugins and dependencies of the build are hundreds of megabytes"
                  + " that nothing reads at run time.")
          .mendedBy(
              "Build in a build stage with RUN --mount=type=cache,target=/root/.gradle, and "
                  + "copy from it only the application.")
          .practice("Build in one stage and copy what runs into another; mount caches.")
          .wrongFor(
              "Entrypoints that run Gradle (gradle run, bootRun): raise max in a policy that "
                  + "matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.GRADLE_CACHE;
  }

  @Override
  public List<String> places() {
    return List.of("/.gradle/caches", "/.gradle/wrapper");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Mounted("the packed application");
  }
}
