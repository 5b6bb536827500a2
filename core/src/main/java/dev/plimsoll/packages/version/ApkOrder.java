package dev.plimsoll.packages.version;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Alpine's order (apk-package(5)): numbers, a letter, suffixes such as `_rc1` or `_p2`,
/// revision.
final class ApkOrder implements Comparator<String> {
  private static final Pattern VERSION =
      Pattern.compile("(\\d+(?:\\.\\d+)*)([a-z]?)((?:_[a-z]+\\d*)*)(?:~[0-9a-f]+)?(?:-r(\\d+))?");

  /// No suffix stands where the empty one does.
  private static final List<String> SUFFIXES =
      List.of("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p");

  private static final Comparator<String> OTHERWISE = new DpkgOrder();

  @Override
  public int compare(String one, String other) {
    Matcher left = VERSION.matcher(one);
    Matcher right = VERSION.matcher(other);
    if (!left.matches() || !right.matches()) {
      return OTHERWISE.compare(one, other);
    }
    int numbers = compareNumbers(left.group(1).split("\\.", -1), right.group(1).split("\\.", -1));
    if (numbers != 0) {
      return numbers;
    }
    int letter = left.group(2).compareTo(right.group(2));
    if (letter != 0) {
      return letter;
    }
    int suffixes = compareSuffixes(left.group(3).split("_", -1), right.group(3).split("_", -1));
    return suffixes != 0
        ? suffixes
        : Numbers.compare(orNone(left.group(4)), orNone(right.group(4)));
  }

  private static String orNone(@org.jspecify.annotations.Nullable String revision) {
    return revision == null ? "" : revision;
  }

  /// Behind the first, a number with a leading zero is read as a fraction.
  private static int compareNumbers(String[] one, String[] other) {
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      boolean fraction = i > 0 && (one[i].startsWith("0") || other[i].startsWith("0"));
      int order = fraction ? one[i].compareTo(other[i]) : Numbers.compare(one[i], other[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.length, other.length);
  }

  private static int compareSuffixes(String[] one, String[] other) {
    for (int i = 1; i < Math.max(one.length, other.length); i++) {
      String left = i < one.length ? one[i] : "";
      String right = i < other.length ? other[i] : "";
      int order = Integer.compare(rank(left), rank(right));
      if (order == 0) {
        order = Numbers.compare(number(left), number(right));
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int rank(String suffix) {
    return SUFFIXES.indexOf(suffix.replaceFirst("\\d+$", ""));
  }

  private static String number(String suffix) {
    return suffix.replaceFirst("^[a-z]+", "");
  }
}
