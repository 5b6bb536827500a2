package dev.plimsoll.operator.pinning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.workload.PullAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the API server asks about a Pod (`admission.k8s.io/v1`), as far as pinning needs it.
///
/// `user` and `groups` are who sent the request. `images` are those that the request brings:
/// all of a Pod that is created, of one that is updated those that it did not have.
record PodReview(
    String uid,
    String user,
    Set<String> groups,
    Puller puller,
    Map<String, String> labels,
    List<PodImage> images) {
  private static final JsonMapper JSON = new JsonMapper();

  PodReview {
    groups = Set.copyOf(groups);
    labels = Map.copyOf(labels);
    images = List.copyOf(images);
  }

  String namespace() {
    return puller.namespace();
  }

  /// Reads a review; throws where it is none.
  static PodReview read(byte[] body) throws IOException {
    JsonNode request = JSON.readTree(body).path("request");
    String uid = request.path("uid").asText("");
    if (uid.isEmpty()) {
      throw new IOException("the request is no AdmissionReview with a uid");
    }
    JsonNode pod = request.path("object");
    Puller puller = new Puller(request.path("namespace").asText(""), access(pod.path("spec")));
    Map<String, String> labels = new HashMap<>();
    pod.path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    JsonNode sender = request.path("userInfo");
    Set<String> groups = new HashSet<>();
    sender.path("groups").forEach(group -> groups.add(group.asText("")));
    String user = sender.path("username").asText("");
    return new PodReview(uid, user, groups, puller, labels, images(request, pod));
  }

  private static List<PodImage> images(JsonNode request, JsonNode pod) {
    boolean isPod =
        request.path("resource").path("resource").asText("").equals("pods")
            && request.path("subResource").asText("").isEmpty();
    if (!isPod || pod.path("metadata").hasNonNull("deletionTimestamp")) {
      return List.of();
    }
    List<PodImage> former = PodImage.in(request.path("oldObject"));
    return PodImage.in(pod).stream()
        .filter(image -> former.stream().noneMatch(image::isSameAs))
        .toList();
  }

  private static PullAccess access(JsonNode spec) {
    List<String> secrets = new ArrayList<>();
    for (JsonNode secret : spec.path("imagePullSecrets")) {
      String name = secret.path("name").asText("");
      if (!name.isEmpty()) {
        secrets.add(name);
      }
    }
    String account = spec.path("serviceAccountName").asText("");
    return new PullAccess(secrets, account.isEmpty() ? PullAccess.DEFAULT_ACCOUNT : account);
  }
}
