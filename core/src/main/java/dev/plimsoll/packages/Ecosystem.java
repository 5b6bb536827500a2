package dev.plimsoll.packages;

/// A world of packages with a way of its own to name them and to record what is installed.
public enum Ecosystem {
  DPKG("Debian package"),
  APK("Alpine package"),
  RPM("RPM package"),
  PYTHON("Python package"),
  NPM("npm package"),
  GEM("Ruby gem"),
  MAVEN("Java archive"),
  GO("Go module"),
  CARGO("Rust crate"),
  COMPOSER("PHP package");

  private final String singular;

  Ecosystem(String singular) {
    this.singular = singular;
  }

  /// What one of its packages is called.
  public String singular() {
    return singular;
  }

  /// Whether its packages make up an operating system; the others make up applications.
  public boolean isOperatingSystem() {
    return this == DPKG || this == APK || this == RPM;
  }
}
