package dev.plimsoll.image;

/// How much of an image is read at most; whatever is beyond ends as a
/// [SourceException.TooLarge].
///
/// `manifest` and `config` are bytes of JSON; `compressedLayer` and `uncompressedLayer` bytes of
/// one layer; `entries` the tar entries of one layer; `pathLength` the bytes of one path;
/// `layers` the layers of one image.
public record Limits(
    Bytes manifest,
    Bytes config,
    Bytes compressedLayer,
    Bytes uncompressedLayer,
    long entries,
    int pathLength,
    int layers) {

  /// Generous for every image met in practice: 4 MiB is what the distribution specification asks
  /// registries to accept as a manifest, 4096 is Linux' longest path, 500 layers are beyond what
  /// any container runtime mounts.
  public static Limits defaults() {
    return new Limits(
        Bytes.ofMebi(4),
        Bytes.ofMebi(8),
        Bytes.ofMebi(16L << 10),
        Bytes.ofMebi(64L << 10),
        1_000_000,
        4096,
        500);
  }
}
