package dev.plimsoll.packages.version;

import java.util.Comparator;

/// RPM's order (rpm-version(7)): epoch, version, release; `~` comes before the end, `^` after
/// it, and a number after a word.
final class RpmOrder implements Comparator<String> {
  @Override
  public int compare(String one, String other) {
    int epoch = Numbers.compare(epoch(one), epoch(other));
    if (epoch != 0) {
      return epoch;
    }
    int version = compareParts(version(one), version(other));
    return version != 0 ? version : compareParts(release(one), release(other));
  }

  private static String epoch(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && Numbers.isNumber(text.substring(0, colon)) ? text.substring(0, colon) : "";
  }

  private static String version(String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    int dash = rest.lastIndexOf('-');
    return dash < 0 ? rest : rest.substring(0, dash);
  }

  private static String release(String text) {
    int dash = text.lastIndexOf('-');
    return dash < 0 ? "" : text.substring(dash + 1);
  }

  private static int compareParts(String one, String other) {
    int left = next(one, 0);
    int right = next(other, 0);
    while (left < one.length() || right < other.length()) {
      int marks = Integer.compare(mark(one, left), mark(other, right));
      if (marks != 0) {
        return marks;
      }
      if (isMark(one, left)) {
        left = next(one, left + 1);
        right = next(other, right + 1);
        continue;
      }
      int leftEnd = end(one, left);
      int rightEnd = end(other, right);
      int order = compareSegments(one.substring(left, leftEnd), other.substring(right, rightEnd));
      if (order != 0) {
        return order;
      }
      left = next(one, leftEnd);
      right = next(other, rightEnd);
    }
    return 0;
  }

  private static int compareSegments(String one, String other) {
    boolean number = Numbers.isNumber(one);
    if (number && Numbers.isNumber(other)) {
      return Numbers.compare(one, other);
    }
    return number == Numbers.isNumber(other) ? one.compareTo(other) : number ? 1 : -1;
  }

  /// `~`, the end, `^`, a segment.
  private static int mark(String text, int at) {
    if (at >= text.length()) {
      return 1;
    }
    return switch (text.charAt(at)) {
      case '~' -> 0;
      case '^' -> 2;
      default -> 3;
    };
  }

  private static boolean isMark(String text, int at) {
    return at < text.length() && (text.charAt(at) == '~' || text.charAt(at) == '^');
  }

  /// Skips what only separates.
  private static int next(String text, int from) {
    int at = from;
    while (at < text.length() && !isMark(text, at) && !isPart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// Where the number or the word ends that begins at a place.
  private static int end(String text, int from) {
    int end = Numbers.end(text, from);
    while (end < text.length()
        && end >= from
        && isLetter(text.charAt(end))
        && !startsNumber(text, from)) {
      end++;
    }
    return end;
  }

  private static boolean startsNumber(String text, int from) {
    return Numbers.isDigit(text.charAt(from));
  }

  private static boolean isPart(char character) {
    return Numbers.isDigit(character) || isLetter(character);
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }
}
