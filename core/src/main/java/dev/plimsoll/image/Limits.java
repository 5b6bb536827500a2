package dev.plimsoll.image;

import java.time.Duration;

/// How much of an image is read at most; whatever is beyond ends as a
/// [SourceException.TooLarge].
///
/// `manifest` and `config` are bytes of JSON; `compressedLayer` and `uncompressedLayer` bytes of
/// one layer; `ratio` how many times its size a layer may unpack to; `entries` the tar entries
/// of one image, in all its layers; `pathLength` the bytes of one path; `keptFiles` the bytes of
/// the small files of one layer that are looked into (package lists and the like); `layers` the
/// layers of one image; `scan` the time for reading all of them.
public record Limits(
    Bytes manifest,
    Bytes config,
    Bytes compressedLayer,
    Bytes uncompressedLayer,
    int ratio,
    int entries,
    int pathLength,
    Bytes keptFiles,
    int layers,
    Duration scan) {

  /// Limits of what is fetched; for how layers are unpacked, those that count by default.
  public Limits(
      Bytes manifest,
      Bytes config,
      Bytes compressedLayer,
      Bytes uncompressedLayer,
      int entries,
      int pathLength,
      int layers) {
    this(
        manifest,
        config,
        compressedLayer,
        uncompressedLayer,
        500,
        entries,
        pathLength,
        Bytes.ofMebi(32),
        layers,
        Duration.ofMinutes(10));
  }

  /// Generous for every image met in practice: 4 MiB is what the distribution specification asks
  /// registries to accept as a manifest, deflate cannot pack tighter than 1 : 1032, 4096 is
  /// Linux' longest path, 500 layers are beyond what any container runtime mounts.
  public static Limits defaults() {
    return new Limits(
        Bytes.ofMebi(4),
        Bytes.ofMebi(8),
        Bytes.ofMebi(16L << 10),
        Bytes.ofMebi(64L << 10),
        600_000,
        4096,
        500);
  }
}
