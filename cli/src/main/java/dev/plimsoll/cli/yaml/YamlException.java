package dev.plimsoll.cli.yaml;

/// A file that is no YAML; the message is one sentence with file and line.
public final class YamlException extends Exception {
  private static final long serialVersionUID = 1L;

  YamlException(Place place, String fault) {
    super(place + ": " + fault);
  }
}
