package dev.plimsoll.image;

import org.jspecify.annotations.Nullable;

/// Operating system and processor that an image is built for (`linux/arm64/v8`), in Go's names,
/// as the OCI image index has them.
public record Platform(String os, String architecture, @Nullable String variant) {
  public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", null);

  /// Reads `os/architecture` or `os/architecture/variant`.
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a platform; write for example linux/amd64 or linux/arm64/v8");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
  }

  /// Whether a node of this platform runs an image of `offered`: the variant counts only where
  /// both name one.
  public boolean runs(Platform offered) {
    return os.equals(offered.os)
        && architecture.equals(offered.architecture)
        && (variant == null || offered.variant == null || variant.equals(offered.variant));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
