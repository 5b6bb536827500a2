package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.parts.process.PartsException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Creates Pods as dry runs, without trying again: many at once on one connection of HTTP/2, as
/// clients in Go do.
///
/// The Kubernetes client of fabric8 speaks HTTP/1.1: a connection and a handshake for each request
/// under way. Once answers were slow, these took the processor from what was to be measured.
final class DryRuns implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int CREATED = 201;

  /// As text: what makes the load is to take little of the processor that it measures.
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
       "spec": {"containers": [{"name": "app", "image": "%s"}]}}
      """;

  private final URI address;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  /// As the user of `kubeconfig`.
  DryRuns(Path kubeconfig, String namespace) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    this.address =
        URI.create(config.getMasterUrl())
            .resolve("/api/v1/namespaces/" + namespace + "/pods?dryRun=All");
    try {
      this.http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(SSLUtils.sslContext(config))
              .executor(threads)
              .build();
    } catch (GeneralSecurityException | IOException e) {
      throw new PartsException("Cannot read the keys of " + kubeconfig + ": " + e.getMessage(), e);
    }
  }

  /// What the API server, or the way to it, has against a Pod of this image; empty if nothing.
  Optional<String> create(String name, String image) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(POD.formatted(name, image)))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == CREATED ? Optional.empty() : Optional.of(message(answer));
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while creating a Pod", e);
    }
  }

  /// A refusal is left as it came: there are many, and to read them takes time.
  private static String message(HttpResponse<String> answer) {
    String body = answer.body();
    return body.contains(SoakTally.REFUSAL) || !body.startsWith("{")
        ? answer.statusCode() + " " + body
        : String.valueOf(Serialization.unmarshal(body, Status.class).getMessage());
  }

  @Override
  public void close() {
    http.close();
    threads.close();
  }
}
