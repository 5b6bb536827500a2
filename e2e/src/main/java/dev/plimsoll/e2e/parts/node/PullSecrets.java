package dev.plimsoll.e2e.parts.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// The logins that a Pod's `imagePullSecrets` hold.
final class PullSecrets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  PullSecrets(KubernetesClient client) {
    this.client = client;
  }

  /// Values of an Authorization header for the registry at `host`.
  List<String> logins(Pod pod, String host) {
    var logins = new ArrayList<String>();
    for (var reference : pod.getSpec().getImagePullSecrets()) {
      var secret =
          client
              .secrets()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(reference.getName())
              .get();
      if (secret != null) {
        logins.addAll(logins(secret, host));
      }
    }
    return logins;
  }

  private static List<String> logins(Secret secret, String host) {
    var encoded = secret.getData() == null ? null : secret.getData().get(".dockerconfigjson");
    if (encoded == null) {
      return List.of();
    }
    try {
      var auths = JSON.readTree(Base64.getDecoder().decode(encoded)).path("auths");
      return auths.properties().stream()
          .filter(entry -> hostOf(entry.getKey()).equals(host))
          .map(entry -> login(entry.getValue()))
          .filter(Objects::nonNull)
          .toList();
    } catch (java.io.IOException | IllegalArgumentException _) {
      return List.of(); // as the kubelet: a secret that cannot be read gives no login
    }
  }

  private static String login(JsonNode entry) {
    if (entry.hasNonNull("auth")) {
      return "Basic " + entry.path("auth").asText();
    }
    var pair = entry.path("username").asText() + ":" + entry.path("password").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String hostOf(String key) {
    return key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }
}
