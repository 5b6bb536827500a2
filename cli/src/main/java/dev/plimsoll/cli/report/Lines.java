package dev.plimsoll.cli.report;

/// Lines of text that keep to a width; whatever a line is made of, it stays one.
final class Lines {
  private final StringBuilder text = new StringBuilder();

  Lines add(String line) {
    text.append(Style.line(line.stripTrailing())).append('\n');
    return this;
  }

  Lines blank() {
    return add("");
  }

  /// A paragraph broken between words; lines after the first are indented two columns more.
  Lines wrapped(int indent, int width, String paragraph) {
    return wrapped(indent, indent + 2, width, paragraph, "", "");
  }

  /// A paragraph broken between words; `indent` is that of its first line, `others` that of the
  /// rest. It begins with `plain`, which is shown as `coloured`.
  Lines wrapped(
      int indent, int others, int width, String paragraph, String plain, String coloured) {
    String first = " ".repeat(indent) + plain;
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    boolean empty = true;
    for (String word : paragraph.split("(?<=\\S) ", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        broken(line.toString(), first, coloured, indent);
        first = "";
        line = new StringBuilder(" ".repeat(others));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    return broken(line.toString(), first, coloured, indent);
  }

  private Lines broken(String line, String first, String coloured, int indent) {
    return first.isBlank() || !line.startsWith(first)
        ? add(line)
        : add(" ".repeat(indent) + coloured + line.substring(first.length()));
  }

  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
