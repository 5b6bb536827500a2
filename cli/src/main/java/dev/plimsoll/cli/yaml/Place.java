package dev.plimsoll.cli.yaml;

/// A line of a file, counted from 1; `file` is as people named it, `-` for standard input. An
/// object of a cluster has no line, which is 0, and is named as `kubectl get` takes it.
public record Place(String file, int line) {
  /// An object that is no part of a file.
  public static Place ofObject(String name) {
    return new Place(name, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : (file.equals("-") ? "standard input" : file) + ":" + line;
  }
}
