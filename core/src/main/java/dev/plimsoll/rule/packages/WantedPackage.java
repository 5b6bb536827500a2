package dev.plimsoll.rule.packages;

import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.version.VersionOrder;
import dev.plimsoll.rule.Finding.Release;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A package as a policy names it, `openssl` or `log4j-core<2.17.1`: its name in whatever
/// ecosystem and which of its versions, all of them where `comparison` is empty.
record WantedPackage(String name, String comparison, String version) {
  private static final Pattern FORM = Pattern.compile("([^<>=]+)(?:(<=|>=|<|>|=)(.+))?");

  /// Reads what a policy writes; the API lets nothing else pass.
  static WantedPackage parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" names no package; write for example openssl or log4j-core<2.17.1");
    }
    String comparison = matcher.group(2);
    return new WantedPackage(
        matcher.group(1),
        comparison == null ? "" : comparison,
        comparison == null ? "" : matcher.group(3));
  }

  /// Whether a package is called so: Python's by its normal name, Maven's with or without
  /// group.
  boolean isNameOf(PackageName other) {
    return switch (other.ecosystem()) {
      case PYTHON -> normal(name).equals(normal(other.name()));
      case MAVEN -> name.equals(other.name()) || name.equals(artifact(other.name()));
      default -> name.equals(other.name());
    };
  }

  /// Whether this is the package, in a version that is meant.
  boolean isMetBy(Release release) {
    return isNameOf(release.name())
        && (comparison.isEmpty() || (!release.version().isEmpty() && isMeant(release)));
  }

  /// Whether this may be the package, of which no version is told.
  boolean mayBeMetBy(Release release) {
    return isNameOf(release.name()) && !comparison.isEmpty() && release.version().isEmpty();
  }

  private boolean isMeant(Release release) {
    Ecosystem ecosystem = release.name().ecosystem();
    int order = VersionOrder.of(ecosystem).compare(release.version(), version);
    return switch (comparison) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> order == 0 || isUpstream(ecosystem, release.version());
    };
  }

  /// `=1.2.3` means every revision of a system's package, as long as it names none itself.
  private boolean isUpstream(Ecosystem ecosystem, String installed) {
    int revision = installed.lastIndexOf('-');
    return ecosystem.isOperatingSystem()
        && version.indexOf('-') < 0
        && revision > 0
        && VersionOrder.of(ecosystem).compare(installed.substring(0, revision), version) == 0;
  }

  private static String normal(String python) {
    return python.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static String artifact(String coordinates) {
    return coordinates.substring(coordinates.lastIndexOf(':') + 1);
  }

  @Override
  public String toString() {
    return name + comparison + version;
  }
}
