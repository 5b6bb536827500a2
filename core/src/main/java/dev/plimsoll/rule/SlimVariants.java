package dev.plimsoll.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the slim variants of official images are called, of those that have one for each tag.
public final class SlimVariants {
  private static final String REGISTRY = "(?<name>(?:docker\\.io/)?(?:library/)?";

  /// Variants that are slim, or have no slim one of their own.
  private static final String NO_OTHER =
      "(?!.*(?:slim|alpine|windows|nanoserver|threaded|backports|onbuild))";

  private static final String SUITES = "bullseye|bookworm|trixie|forky|sid";

  /// `12` and `12-bookworm` become `12-slim` and `12-bookworm-slim`.
  private static final Pattern AT_END =
      Pattern.compile(REGISTRY + "(?:debian|node)):" + NO_OTHER + "(?<tag>[^@/]+)");

  /// `3.12` and `3.12-bookworm` become `3.12-slim` and `3.12-slim-bookworm`.
  private static final Pattern BEFORE_SUITE =
      Pattern.compile(
          REGISTRY
              + "(?:python|ruby|perl|rust)):"
              + NO_OTHER
              + "(?<tag>[^@/]+?)(?<suite>-(?:"
              + SUITES
              + "))?");

  private SlimVariants() {}

  /// The slim variant of a base; none where none is known.
  public static Optional<String> of(String base) {
    Matcher ending = AT_END.matcher(base);
    if (ending.matches()) {
      String name = ending.group("name");
      String tag = ending.group("tag");
      boolean latest = tag.equals("latest");
      return latest && name.endsWith("debian")
          ? Optional.empty()
          : Optional.of(name + ":" + (latest ? "slim" : tag + "-slim"));
    }
    Matcher before = BEFORE_SUITE.matcher(base);
    if (!before.matches()) {
      return Optional.empty();
    }
    String tag = before.group("tag");
    String suite = before.group("suite") == null ? "" : before.group("suite");
    String slim =
        tag.equals("latest") ? "slim" : tag.matches(SUITES) ? "slim-" + tag : tag + "-slim" + suite;
    return Optional.of(before.group("name") + ":" + slim);
  }
}
