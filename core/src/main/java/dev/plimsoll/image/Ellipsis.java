package dev.plimsoll.image;

/// The mark of what was left out where a text is too long for its place.
public final class Ellipsis {
  private static final String MARK = "…";

  private Ellipsis() {}

  /// The text where it has no more than `length` chars, which is one at least; else its beginning
  /// and the mark, together no longer than that, and no character cut in two.
  public static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - MARK.length();
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + MARK;
  }
}
