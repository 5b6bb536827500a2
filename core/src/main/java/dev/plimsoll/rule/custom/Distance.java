package dev.plimsoll.rule.custom;

import java.util.Locale;

/// How far apart two names are, in letters to add, leave out or change.
final class Distance {
  /// As much as one name may be another mistyped.
  static final int SMALL = 2;

  private Distance() {}

  /// How far two names are apart, whatever their capitals.
  static int between(String name, String another) {
    String one = name.toLowerCase(Locale.ROOT);
    String other = another.toLowerCase(Locale.ROOT);
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
