package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.Arrays;

/// A machine that the image is built for, by its name in an image's config.
///
/// The names of Debian's packages are the same; `triplet` is where they keep libraries, `loader`
/// the path that programs name as their interpreter, `zstd` the folder in the jar of zstd-jni,
/// `netty` how Netty names it in its files of native code.
enum Architecture {
  AMD64("amd64", "x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2", "amd64", "x86_64"),
  ARM64("arm64", "aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1", "aarch64", "aarch_64");

  private final String label;
  private final String triplet;
  private final String loader;
  private final String zstd;
  private final String netty;

  Architecture(String label, String triplet, String loader, String zstd, String netty) {
    this.label = label;
    this.triplet = triplet;
    this.loader = loader;
    this.zstd = zstd;
    this.netty = netty;
  }

  /// The one of the JVM that runs.
  static Architecture here() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> AMD64;
      case "aarch64", "arm64" -> ARM64;
      case String other ->
          throw new PartsException("The image is built for amd64 and arm64, not for " + other);
    };
  }

  static Architecture named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.label.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new PartsException("The image is built for amd64 and arm64, not for " + name));
  }

  String label() {
    return label;
  }

  String triplet() {
    return triplet;
  }

  String loader() {
    return loader;
  }

  String zstd() {
    return zstd;
  }

  String netty() {
    return netty;
  }
}
