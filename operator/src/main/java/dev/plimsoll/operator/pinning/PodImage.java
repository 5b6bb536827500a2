package dev.plimsoll.operator.pinning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// An image as a Pod names it: where the name stands, and whose it is (`containers/web`).
record PodImage(String pointer, String owner, String name) {

  /// The images of a Pod's containers, init containers and image volumes. Containers that are
  /// put in to debug are not among them.
  static List<PodImage> in(JsonNode pod) {
    List<PodImage> images = new ArrayList<>();
    collect(pod, "initContainers", "", "image", images);
    collect(pod, "containers", "", "image", images);
    collect(pod, "volumes", "image", "reference", images);
    return images;
  }

  private static void collect(
      JsonNode pod, String list, String inner, String field, List<PodImage> images) {
    JsonNode entries = pod.path("spec").path(list);
    for (int i = 0; i < entries.size(); i++) {
      JsonNode holder = inner.isEmpty() ? entries.get(i) : entries.get(i).path(inner);
      String name = holder.path(field).asText("");
      if (!name.isEmpty()) {
        String place = "/spec/%s/%d/%s".formatted(list, i, inner.isEmpty() ? "" : inner + "/");
        String owner = list + "/" + entries.get(i).path("name").asText("");
        images.add(new PodImage(place + field, owner, name));
      }
    }
  }

  boolean isSameAs(PodImage other) {
    return owner.equals(other.owner) && name.equals(other.name);
  }
}
