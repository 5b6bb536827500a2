package dev.plimsoll.rule;

/// The families of the catalogue; a family is a section of `spec.rules`.
public enum Family {
  SIZE("size", "How large an image may be."),
  USER("user", "Which user a container may run as, and what may raise its rights."),
  BASE("base", "What an image may be built on."),
  BUILD_TOOLS("buildTools", "Which tools of the build may be left in an image."),
  RUNTIME("runtime", "What else than the application may be there when it runs."),
  CACHES("caches", "Which caches of package managers may be left in layers."),
  LEFTOVERS("leftovers", "What else of the build and its context may be left in layers."),
  SECRETS("secrets", "Which secrets may travel with an image."),
  BUILD_PRACTICE("buildPractice", "How an image may be built, as its history tells."),
  REFERENCE("reference", "How an image may be named, and how old it may be."),
  METADATA("metadata", "What an image's config must say."),
  PACKAGES("packages", "Which packages an image may or must hold."),
  CUSTOM("custom", "What a policy asks of images in expressions of its own.");

  private final String field;
  private final String sentence;

  Family(String field, String sentence) {
    this.field = field;
    this.sentence = sentence;
  }

  /// The field under `spec.rules`.
  public String field() {
    return field;
  }

  /// What the family is about.
  public String sentence() {
    return sentence;
  }
}
