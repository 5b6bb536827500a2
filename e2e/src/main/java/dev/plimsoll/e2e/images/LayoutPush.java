package dev.plimsoll.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Pushes every image of an OCI layout into a registry, with what is attached to it, byte for
/// byte, whatever the manifests' media types are (distribution spec, "Pushing blobs" and
/// "Pushing manifests").
public final class LayoutPush implements AutoCloseable {
  private static final String NAME = "org.opencontainers.image.ref.name";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 4;

  private final Path layout;
  private final String registry;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public LayoutPush(Path layout, String registry) {
    this.layout = layout;
    this.registry = registry;
  }

  public void pushAll() {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> pushes = new ArrayList<>();
      for (JsonNode descriptor : manifests().filter(LayoutPush::isNamed).toList()) {
        pushes.add(workers.submit(() -> push(descriptor)));
      }
      for (Future<?> push : pushes) {
        push.get();
      }
    } catch (ExecutionException e) {
      throw new PartsException(
          "The images of %s cannot be pushed: %s".formatted(layout, e.getCause().getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while pushing images", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private void push(JsonNode descriptor) {
    String name = descriptor.path("annotations").path(NAME).asText();
    String repository = name.substring(0, name.lastIndexOf(':'));
    pushManifest(repository, descriptor, name.substring(name.lastIndexOf(':') + 1));
    String digest = descriptor.path("digest").asText();
    for (JsonNode other : unnamed()) {
      if (read(blob(other.path("digest").asText())).at("/subject/digest").asText().equals(digest)) {
        pushManifest(repository, other, other.path("digest").asText());
      }
    }
  }

  /// Manifests that the index lists without a name: they belong to their subject.
  private List<JsonNode> unnamed() {
    return manifests().filter(descriptor -> !isNamed(descriptor)).toList();
  }

  private Stream<JsonNode> manifests() {
    return StreamSupport.stream(
        read(layout.resolve("index.json")).path("manifests").spliterator(), false);
  }

  private static boolean isNamed(JsonNode descriptor) {
    return descriptor.path("annotations").has(NAME);
  }

  private void pushManifest(String repository, JsonNode descriptor, String tag) {
    Path manifest = blob(descriptor.path("digest").asText());
    JsonNode content = read(manifest);
    StreamSupport.stream(content.path("layers").spliterator(), false)
        .map(layer -> layer.path("digest").asText())
        .forEach(digest -> pushBlob(repository, digest));
    pushBlob(repository, content.path("config").path("digest").asText());
    send(
        HttpRequest.newBuilder(uri(repository + "/manifests/" + tag))
            .header("Content-Type", content.path("mediaType").asText())
            .PUT(file(manifest)),
        201);
  }

  private void pushBlob(String repository, String digest) {
    URI there = uri(repository + "/blobs/" + digest);
    if (status(HttpRequest.newBuilder(there).HEAD()) == 200) {
      return;
    }
    HttpResponse<String> begun =
        send(
            HttpRequest.newBuilder(uri(repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody()),
            202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    URI upload =
        begun.uri().resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
    send(
        HttpRequest.newBuilder(upload)
            .header("Content-Type", "application/octet-stream")
            .PUT(file(blob(digest))),
        201);
  }

  private int status(HttpRequest.Builder request) {
    return exchange(request.build()).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, int expected) {
    HttpRequest request = builder.build();
    HttpResponse<String> response = exchange(request);
    if (response.statusCode() != expected) {
      throw new PartsException(
          "%s %s answered %d: %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new PartsException(request.method() + " " + request.uri() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while pushing images", e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + registry + "/v2/" + path);
  }

  private Path blob(String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static HttpRequest.BodyPublisher file(Path path) {
    try {
      return BodyPublishers.ofFile(path);
    } catch (IOException e) {
      throw new PartsException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode read(Path path) {
    try {
      return JSON.readTree(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new PartsException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
