package dev.plimsoll.e2e.parts.node;

import java.util.Optional;
import java.util.regex.Pattern;

/// An image reference as containerd completes it.
record ImageName(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<registry>localhost(?::\\d+)?|[^/]*[.:][^/]*|\\[[0-9a-fA-F:]+\\](?::\\d+)?)/)?"
              + "(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
              + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@(?<digest>[a-z0-9+._-]+:[0-9a-fA-F]{32,}))?");

  /// The completed name, or empty for what the kubelet calls `InvalidImageName`.
  static Optional<ImageName> parse(String reference) {
    var match = FORM.matcher(reference);
    if (!match.matches()) {
      return Optional.empty();
    }
    var registry = Optional.ofNullable(match.group("registry")).orElse("docker.io");
    var repository = match.group("repository");
    var digest = Optional.ofNullable(match.group("digest"));
    var tag = Optional.ofNullable(match.group("tag"));
    return Optional.of(
        new ImageName(
            registry,
            registry.equals("docker.io") && !repository.contains("/")
                ? "library/" + repository
                : repository,
            tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag,
            digest));
  }

  /// Where the registry answers.
  String host() {
    return registry.equals("docker.io") ? "registry-1.docker.io" : registry;
  }

  /// What is asked for at `/v2/<repository>/manifests/`.
  String manifest() {
    return digest.or(() -> tag).orElseThrow();
  }

  /// The `imageID` of a container that runs this image.
  String imageId(String resolved) {
    return registry + "/" + repository + "@" + resolved;
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(name -> ":" + name).orElse("")
        + digest.map(name -> "@" + name).orElse("");
  }
}
