package dev.plimsoll.image;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Operating system and processor that an image is built for (`linux/arm64/v8`), in Go's names,
/// as the OCI image index has them.
///
/// What an index asks of the operating system besides (`os.features`) stands behind its name, as
/// containerd writes it: `linux(+erofs)`. An empty name is one that was left out.
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

  /// The platform as an index has it, with what it asks of the operating system besides.
  public static Platform asking(
      String os, String architecture, @Nullable String variant, List<String> features) {
    String system = features.isEmpty() ? os : os + "(+" + String.join("+", features) + ")";
    return new Platform(system, architecture, variant);
  }

  /// Whether a node of this platform may run an image of `offered`, by the names that runtimes
  /// take for the same: what names no system is for the node's own, a variant counts only where
  /// both name one, and a later one runs what was built for an earlier.
  public boolean runs(Platform offered) {
    return isSame(system(os), system(offered.os))
        && processor(architecture).equals(processor(offered.architecture))
        && (variant == null
            || offered.variant == null
            || number(offered.variant) <= number(variant));
  }

  /// Whether a node of this platform may run an image of `offered`, built for the 32-bit processor
  /// that its own stands in for; containerd does where there is none for the node's own.
  public boolean standsInFor(Platform offered) {
    String twin =
        switch (processor(architecture)) {
          case "amd64" -> "386";
          case "arm64" -> "arm";
          default -> "";
        };
    return isSame(system(os), system(offered.os)) && processor(offered.architecture).equals(twin);
  }

  /// Whether containerd on any node of this platform prefers an image of `offered` to those for
  /// other processors: it asks for nothing that only some nodes have.
  public boolean prefers(Platform offered) {
    return isSame(os, system(offered.os))
        && offered.os.indexOf('(') < 0
        && processor(architecture).equals(processor(offered.architecture))
        && isPlain(processor(architecture), offered.variant);
  }

  /// Whether every runtime on any node of this platform prefers an image of `offered` to one of
  /// which the index does not say what it is for. CRI-O takes names as they are written.
  public boolean surelyPrefers(Platform offered) {
    String own = processor(architecture);
    return prefers(offered)
        && offered.os.equals(system(os))
        && offered.architecture.equals(own)
        && (offered.variant == null || (own.equals("arm64") && offered.variant.equals("v8")));
  }

  private static boolean isSame(String node, String image) {
    return image.isEmpty() || system(node).equals(image);
  }

  private static String system(String os) {
    int features = os.indexOf('(');
    String lower = (features < 0 ? os : os.substring(0, features)).toLowerCase(Locale.ROOT);
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

  /// Whether a variant is what every node with this processor has. Of 32-bit ARM, nodes differ in
  /// what they take an image without a variant for.
  private static boolean isPlain(String processor, @Nullable String variant) {
    String lower = variant == null ? "" : variant.toLowerCase(Locale.ROOT);
    return switch (processor) {
      case "amd64" -> lower.isEmpty() || lower.equals("v1");
      case "arm64" -> lower.isEmpty() || lower.matches("v?8|v8\\.0");
      case "arm" -> lower.matches("v?5");
      default -> lower.isEmpty();
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
