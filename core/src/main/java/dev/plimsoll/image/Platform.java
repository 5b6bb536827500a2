package dev.plimsoll.image;

import java.util.Locale;
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

  /// Whether a node of this platform may run an image of `offered`, by the names that runtimes
  /// take for the same: what names no system or processor may be for any, a variant counts only
  /// where both name one, and a later one runs what was built for an earlier.
  public boolean runs(Platform offered) {
    return isSame(system(os), system(offered.os))
        && isSame(processor(architecture), processor(offered.architecture))
        && (variant == null
            || offered.variant == null
            || number(offered.variant) <= number(variant));
  }

  private static boolean isSame(String node, String image) {
    return image.isEmpty() || node.equals(image);
  }

  private static String system(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return lower.equals("macos") ? "darwin" : lower;
  }

  private static String processor(String architecture) {
    String lower = architecture.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      case "i386" -> "386";
      case "armhf", "armel" -> "arm";
      default -> lower;
    };
  }

  /// `v8` is 8; what is no number is taken for one that every node runs.
  private static int number(String variant) {
    String digits = variant.toLowerCase(Locale.ROOT).replaceFirst("^v", "");
    return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
