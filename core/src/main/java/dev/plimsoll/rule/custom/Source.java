package dev.plimsoll.rule.custom;

/// The text of one expression of a rule, and how its faults are shown.
///
/// `place` is the field that holds it.
record Source(String place, String text) {
  private static final int WIDTH = 100;

  /// A fault at a position in the text, with the line and a caret.
  String fault(int offset, String sentence) {
    int at = Math.clamp(offset, 0, text.length());
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    String shown = text.substring(start, end < 0 ? text.length() : end);
    int column = at - start;
    int cut = column < WIDTH ? 0 : column - WIDTH / 2;
    String window = shown.substring(cut, Math.min(shown.length(), cut + WIDTH));
    return "%s, line %d:%d: %s%n  %s%n  %s^"
        .formatted(
            place, line, column + 1, sentence, window.replace('\t', ' '), " ".repeat(column - cut));
  }

  /// A fault of the whole.
  String fault(String sentence) {
    return place + ": " + sentence;
  }

  /// The position of a line, counted from 1, and a column, counted from 0.
  int offset(int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int next = text.indexOf('\n', start);
      if (next < 0) {
        return text.length();
      }
      start = next + 1;
    }
    return start + column;
  }
}
