package dev.plimsoll.packages.version;

import dev.plimsoll.packages.Ecosystem;
import java.util.Comparator;
import java.util.Map;

/// The order of an ecosystem's versions, oldest first.
///
/// Every text has its place; of what is no version in its ecosystem, the parts count that are
/// numbers and words.
public final class VersionOrder {
  private static final Comparator<String> SEMANTIC = new SemanticOrder();

  /// Stages as Maven names them; any other word, `jre` for one, is a variant after the release.
  private static final WordOrder MAVEN =
      new WordOrder(
          Map.ofEntries(
              Map.entry("alpha", -5),
              Map.entry("a", -5),
              Map.entry("beta", -4),
              Map.entry("b", -4),
              Map.entry("milestone", -3),
              Map.entry("m", -3),
              Map.entry("rc", -2),
              Map.entry("cr", -2),
              Map.entry("snapshot", -1),
              Map.entry("ga", 0),
              Map.entry("final", 0),
              Map.entry("release", 0),
              Map.entry("sp", 1)),
          2);

  private static final WordOrder GEM = new WordOrder(Map.of(), -1);

  private static final WordOrder COMPOSER =
      new WordOrder(
          Map.of(
              "dev", -4, "alpha", -3, "a", -3, "beta", -2, "b", -2, "rc", -1, "patch", 1, "pl", 1,
              "p", 1),
          -5);

  private VersionOrder() {}

  public static Comparator<String> of(Ecosystem ecosystem) {
    return switch (ecosystem) {
      case DPKG -> new DpkgOrder();
      case RPM -> new RpmOrder();
      case APK -> new ApkOrder();
      case PYTHON -> new PythonOrder();
      case NPM, GO, CARGO -> SEMANTIC;
      case MAVEN -> MAVEN;
      case GEM -> GEM;
      case COMPOSER -> COMPOSER;
    };
  }
}
