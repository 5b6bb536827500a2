package dev.plimsoll.packages.version;

import java.util.Comparator;

/// The order of semantic versions (semver.org): numbers, then pre-releases before the release;
/// what follows a plus sign does not count.
final class SemanticOrder implements Comparator<String> {
  @Override
  public int compare(String one, String other) {
    String left = bare(one);
    String right = bare(other);
    int numbers = compareNumbers(release(left).split("\\.", -1), release(right).split("\\.", -1));
    return numbers != 0 ? numbers : comparePreReleases(preRelease(left), preRelease(right));
  }

  private static String bare(String version) {
    String text = version.startsWith("v") ? version.substring(1) : version;
    int plus = text.indexOf('+');
    return plus < 0 ? text : text.substring(0, plus);
  }

  private static String release(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? version : version.substring(0, dash);
  }

  private static String preRelease(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  /// A number that is not there is zero.
  private static int compareNumbers(String[] one, String[] other) {
    for (int i = 0; i < Math.max(one.length, other.length); i++) {
      int order =
          compareIdentifiers(i < one.length ? one[i] : "0", i < other.length ? other[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int comparePreReleases(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Boolean.compare(one.isEmpty(), other.isEmpty());
    }
    String[] left = one.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareIdentifiers(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  /// Numbers before words.
  private static int compareIdentifiers(String one, String other) {
    boolean number = Numbers.isNumber(one);
    if (number != Numbers.isNumber(other)) {
      return number ? -1 : 1;
    }
    return number ? Numbers.compare(one, other) : one.compareTo(other);
  }
}
