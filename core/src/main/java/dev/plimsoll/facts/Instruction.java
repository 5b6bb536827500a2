package dev.plimsoll.facts;

/// The Dockerfile instruction that made a layer, as the builder wrote it into the history.
public record Instruction(String text) {

  /// The instruction as one line, cut to `width` characters with an ellipsis.
  public String abbreviated(int width) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  @Override
  public String toString() {
    return text;
  }
}
