package dev.plimsoll.cli.yaml;

/// A line of a file, counted from 1; `file` is as people named it, `-` for standard input.
public record Place(String file, int line) {
  @Override
  public String toString() {
    return (file.equals("-") ? "standard input" : file) + ":" + line;
  }
}
