package dev.plimsoll.packages.version;

/// Numbers of any length, written in digits.
final class Numbers {
  private Numbers() {}

  static int compare(String one, String other) {
    String left = withoutZeros(one);
    String right = withoutZeros(other);
    return left.length() == right.length()
        ? left.compareTo(right)
        : Integer.compare(left.length(), right.length());
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(Numbers::isDigit);
  }

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /// Where the digits end that begin at a place.
  static int end(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static String withoutZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
