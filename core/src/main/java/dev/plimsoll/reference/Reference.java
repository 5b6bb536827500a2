package dev.plimsoll.reference;

import org.jspecify.annotations.Nullable;

/// Where an image is asked for: registry host (and port), repository, and a tag or a digest or
/// both.
public record Reference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {

  /// Reads a reference as a kubelet does, with Docker's defaults.
  public static Reference parse(String text) {
    if (text.isBlank()) {
      throw new InvalidReferenceException("an image reference is empty");
    }
    int slash = text.indexOf('/');
    int colon = text.lastIndexOf(':');
    return new Reference(
        text.substring(0, slash),
        text.substring(slash + 1, colon),
        text.substring(colon + 1),
        null);
  }

  /// What the registry is asked for: the digest where there is one, else the tag.
  public String identifier() {
    if (digest != null) {
      return digest.toString();
    }
    return tag == null ? "latest" : tag;
  }

  /// The same repository, pinned to a digest.
  public Reference at(Digest pinned) {
    return new Reference(registry, repository, tag, pinned);
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + (tag == null ? "" : ":" + tag)
        + (digest == null ? "" : "@" + digest);
  }
}
