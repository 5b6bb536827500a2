package dev.plimsoll.facts.secret;

/// Lines of a text, counted as editors do.
final class Lines {
  private Lines() {}

  /// The number of the line, from 1, that a place in a text lies in.
  static int of(String text, int place) {
    int line = 1;
    for (int at = text.indexOf('\n'); at >= 0 && at < place; at = text.indexOf('\n', at + 1)) {
      line++;
    }
    return line;
  }
}
