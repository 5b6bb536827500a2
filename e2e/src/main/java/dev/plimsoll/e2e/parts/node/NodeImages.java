package dev.plimsoll.e2e.parts.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What each node has pulled, and pulling more.
final class NodeImages {
  private record Key(String node, ImageName image) {}

  private final Map<Key, ManifestLookup.Found> pulled = new ConcurrentHashMap<>();
  private final ManifestLookup lookup;
  private final PullSecrets secrets;

  NodeImages(ManifestLookup lookup, PullSecrets secrets) {
    this.lookup = lookup;
    this.secrets = secrets;
  }

  /// The `imageID` under which the Pod's node runs this reference.
  String imageId(Pod pod, String reference, String pullPolicy) throws PullFailure {
    var image =
        ImageName.parse(reference)
            .orElseThrow(
                () ->
                    new PullFailure(
                        "InvalidImageName", "couldn't parse image name \"" + reference + "\""));
    var key = new Key(pod.getSpec().getNodeName(), image);
    var logins = secrets.logins(pod, image.registry());
    var held = pulled.get(key);
    if (held != null && !pullPolicy.equals("Always") && mayUse(held, logins)) {
      return image.imageId(held.digest());
    }
    if (pullPolicy.equals("Never")) {
      throw new PullFailure(
          "ErrImageNeverPull",
          "Container image \"%s\" is not present with pull policy of Never".formatted(reference));
    }
    var found = lookup.find(image, logins);
    pulled.put(key, found);
    return image.imageId(found.digest());
  }

  private static boolean mayUse(ManifestLookup.Found held, List<String> logins) {
    return held.login().isEmpty() || logins.contains(held.login());
  }
}
