package dev.plimsoll.e2e;

import dev.plimsoll.e2e.installation.OperatorProcess;
import dev.plimsoll.registry.connection.Trust;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Reviews of Pods, asked of replicas directly as an API server would.
record Reviews(String namespace) {

  /// Asks every replica about every image, all at once, and returns the answers.
  List<String> askAll(List<OperatorProcess> replicas, List<String> images) {
    try (HttpClient http = HttpClient.newBuilder().sslContext(Trust.ANYONE.context()).build()) {
      List<CompletableFuture<String>> asked = new ArrayList<>();
      for (String image : images) {
        for (OperatorProcess replica : replicas) {
          HttpRequest request =
              HttpRequest.newBuilder(
                      URI.create(
                          "https://localhost:" + replica.webhookPort() + "/validate?timeout=10s"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(review(image)))
                  .build();
          asked.add(
              http.sendAsync(request, BodyHandlers.ofString())
                  .thenApply(response -> response.body()));
        }
      }
      return asked.stream().map(CompletableFuture::join).toList();
    }
  }

  private String review(String image) {
    return """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"%s",
        "kind":{"group":"","version":"v1","kind":"Pod"},
        "resource":{"group":"","version":"v1","resource":"pods"},
        "name":"asked","namespace":"%s","operation":"CREATE","userInfo":{"username":"someone"},
        "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"asked","namespace":"%s"},
        "spec":{"containers":[{"name":"app","image":"%s"}]}},"oldObject":null,"dryRun":false}}
        """
        .formatted(UUID.randomUUID(), namespace, namespace, image);
  }
}
