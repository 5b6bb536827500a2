package dev.plimsoll.rule.custom;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often a regular expression repeats its parts by counts, at most: counts inside each other
/// multiply, and a compiler writes each repetition out.
final class Repetitions {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private Repetitions() {}

  /// The product of all counts, as if each held the others.
  static long in(String pattern) {
    long product = 1;
    Matcher count = COUNT.matcher(pattern);
    while (count.find() && product <= Integer.MAX_VALUE) {
      String most = count.group(2) == null || count.group(2).isEmpty() ? "1" : count.group(2);
      product *= Math.max(1, Math.max(Long.parseLong(count.group(1)), Long.parseLong(most)));
    }
    return product;
  }
}
