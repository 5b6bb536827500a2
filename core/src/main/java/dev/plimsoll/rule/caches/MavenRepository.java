package dev.plimsoll.rule.caches;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import java.util.List;

/// `maven-repository`: Maven's local repository is there when the image runs.
public final class MavenRepository implements CacheRule {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("maven-repository", Family.CACHES, Severity.MEDIUM, Depth.FILES)
          .refuses("An image carries the local repository of Maven.")
          .because(
              "Plugins and dependencies of the build are often hundreds of megabytes, and "
                  + "what runs is packed into the application.")
          .mendedBy(
              "Build in a build stage with RUN --mount=type=cache,target=/root/.m2, and copy "
                  + "from it only the application.")
          .practice("Build in one stage and copy what runs into another; mount caches.")
          .wrongFor(
              "Entrypoints that need the repository at run time (mvn exec:java, a class path "
                  + "into ~/.m2): raise max in a policy that matches them.");

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public FileClass cache() {
    return FileClass.MAVEN_REPOSITORY;
  }

  @Override
  public List<String> places() {
    return List.of("/.m2/repository");
  }

  @Override
  public Cleaning cleaning(String directory) {
    return new Cleaning.Mounted("the packed application");
  }
}
