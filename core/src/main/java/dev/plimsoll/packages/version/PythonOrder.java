package dev.plimsoll.packages.version;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's order (PEP 440): epoch, release with its pre-, post- and development releases,
/// local version.
final class PythonOrder implements Comparator<String> {
  private static final Pattern VERSION =
      Pattern.compile("\\s*v?(?:(\\d+)!)?([^+]*)(?:\\+(.*))?", Pattern.CASE_INSENSITIVE);

  /// `1.0-1` is a post-release without the word.
  private static final Pattern BARE_POST_RELEASE = Pattern.compile("(\\d)-(\\d+)(?=$|\\.dev)");

  private static final WordOrder RELEASES =
      new WordOrder(
          Map.ofEntries(
              Map.entry("dev", -4),
              Map.entry("a", -3),
              Map.entry("alpha", -3),
              Map.entry("b", -2),
              Map.entry("beta", -2),
              Map.entry("rc", -1),
              Map.entry("c", -1),
              Map.entry("pre", -1),
              Map.entry("preview", -1),
              Map.entry("post", 1),
              Map.entry("rev", 1),
              Map.entry("r", 1)),
          -5);

  private static final WordOrder LOCALS = new WordOrder(Map.of(), 1);

  @Override
  public int compare(String one, String other) {
    Matcher left = VERSION.matcher(one);
    Matcher right = VERSION.matcher(other);
    if (!left.matches() || !right.matches()) {
      return RELEASES.compare(one, other);
    }
    int epoch = Numbers.compare(group(left, 1), group(right, 1));
    if (epoch != 0) {
      return epoch;
    }
    int release = RELEASES.compare(withWords(group(left, 2)), withWords(group(right, 2)));
    return release != 0 ? release : LOCALS.compare(group(left, 3), group(right, 3));
  }

  private static String withWords(String release) {
    return BARE_POST_RELEASE.matcher(release).replaceFirst("$1.post$2");
  }

  private static String group(Matcher matcher, int number) {
    String group = matcher.group(number);
    return group == null ? "" : group;
  }
}
