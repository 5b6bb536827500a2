package dev.plimsoll.operator.bytes;

import dev.plimsoll.image.Bytes;

/// Bytes as Kubernetes quantities.
public final class Quantities {
  private Quantities() {}

  /// One decimal in the largest binary unit that fits: `412.3Mi`, `512`.
  public static String of(Bytes bytes) {
    return bytes.toString().replace(" B", "").replace("iB", "i").replace(" ", "");
  }
}
