package dev.plimsoll.reference;

import org.jspecify.annotations.Nullable;

/// Where an image is asked for: registry host (and port), repository, and a tag or a digest or
/// both; with neither, the tag is `latest`.
public record Reference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {

  /// What stands for a text that is no reference; [#parse] tells why. Nobody can tell what it
  /// names, so no glob is surely about it.
  public static final Reference UNREADABLE =
      new Reference("invalid.invalid", "invalid", "invalid", null);

  public Reference {
    Grammar.requireRegistry(registry);
    Grammar.requireRepository(repository);
    if (tag != null) {
      Grammar.requireTag(tag);
    } else if (digest == null) {
      tag = "latest";
    }
  }

  /// Reads a reference as a kubelet does, with Docker's defaults; throws an
  /// [InvalidReferenceException] whose one sentence says what is wrong with it.
  public static Reference parse(String text) {
    Grammar.requireReadable(text);
    int at = text.indexOf('@');
    Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    String tag = null;
    if (colon > name.lastIndexOf('/')) {
      tag = name.substring(colon + 1);
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    if (slash < 0 || !Grammar.isRegistry(name.substring(0, slash))) {
      return onDockerHub(name, tag, digest);
    }
    Grammar.requireRegistry(name.substring(0, slash));
    String registry = Grammar.canonicalRegistry(name.substring(0, slash));
    String repository = name.substring(slash + 1);
    return registry.equals(Grammar.DOCKER_HUB)
        ? onDockerHub(repository, tag, digest)
        : new Reference(registry, repository, tag, digest);
  }

  private static Reference onDockerHub(
      String repository, @Nullable String tag, @Nullable Digest digest) {
    String full = repository.indexOf('/') < 0 ? "library/" + repository : repository;
    return new Reference(Grammar.DOCKER_HUB, full, tag, digest);
  }

  /// Whether it names something.
  public boolean isReadable() {
    return !equals(UNREADABLE);
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

  /// The reference in full, every default written out; what [#parse] reads back as the same.
  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + (tag == null ? "" : ":" + tag)
        + (digest == null ? "" : "@" + digest);
  }
}
