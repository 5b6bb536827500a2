package dev.plimsoll.policy.profile;

/// A documented set of rules; [Profiles] has the table.
public enum Profile {
  NONE("No rule but those that the policy names."),
  BASELINE("What every image in production can comply with."),
  STRICT("For teams that build for production: nothing but the application and what it needs."),
  DISTROLESS("For images without an operating system's tools, on distroless bases or scratch.");

  private final String sentence;

  Profile(String sentence) {
    this.sentence = sentence;
  }

  /// Whom it is for.
  public String sentence() {
    return sentence;
  }
}
