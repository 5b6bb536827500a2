package dev.plimsoll.rule;

/// The families of the catalogue; a family is a section of `spec.rules`.
public enum Family {
  SIZE("size"),
  USER("user"),
  BASE("base"),
  BUILD_TOOLS("buildTools");

  private final String field;

  Family(String field) {
    this.field = field;
  }

  /// The field under `spec.rules`.
  public String field() {
    return field;
  }
}
