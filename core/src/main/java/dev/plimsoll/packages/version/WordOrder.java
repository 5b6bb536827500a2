package dev.plimsoll.packages.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of versions made of numbers and of words for stages (`1.0-rc1`): a word ranked
/// below zero comes before the release, one above zero after it; any number comes after any
/// word.
///
/// Zeros before a word and at the end do not count. `ranks` has the words that mean something,
/// `unknown` is the rank of all others, which compare as texts.
record WordOrder(Map<String, Integer> ranks, int unknown) implements Comparator<String> {
  private static final Pattern PART = Pattern.compile("\\d+|[a-z]+");
  private static final Pattern LEADING_V = Pattern.compile("^v(?=\\d)");

  WordOrder {
    ranks = Map.copyOf(ranks);
  }

  @Override
  public int compare(String one, String other) {
    List<String> left = parts(one);
    List<String> right = parts(other);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int order = compareParts(partAt(left, i), partAt(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compareParts(String one, String other) {
    boolean leftNumber = Numbers.isNumber(one);
    boolean rightNumber = Numbers.isNumber(other);
    if (leftNumber && rightNumber) {
      return Numbers.compare(one, other);
    }
    if (leftNumber || rightNumber) {
      return (leftNumber ? 1 : -1)
          * againstNumber(leftNumber ? one : other, leftNumber ? other : one);
    }
    int order = Integer.compare(rank(one), rank(other));
    return order != 0 || ranks.containsKey(one) ? order : one.compareTo(other);
  }

  /// Above zero where the number comes later: always, but for a zero and nothing.
  private static int againstNumber(String number, String word) {
    return word.isEmpty() ? Numbers.compare(number, "0") : 1;
  }

  private int rank(String word) {
    return word.isEmpty() ? 0 : ranks.getOrDefault(word, unknown);
  }

  private static String partAt(List<String> parts, int place) {
    return place < parts.size() ? parts.get(place) : "";
  }

  private List<String> parts(String version) {
    String text = LEADING_V.matcher(version.toLowerCase(Locale.ROOT)).replaceFirst("");
    List<String> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      String part = matcher.group();
      if (!Numbers.isNumber(part)) {
        dropZeros(parts);
      }
      if (ranks.getOrDefault(part, unknown) != 0) {
        parts.add(part);
      }
    }
    dropZeros(parts);
    return parts;
  }

  private static void dropZeros(List<String> parts) {
    while (!parts.isEmpty() && parts.getLast().matches("0+")) {
      parts.removeLast();
    }
  }
}
