package dev.plimsoll.e2e.parts;

import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// Pushes images that a test has made into a registry that lets everybody, or this user.
public final class ImagePush {
  private final HttpClient http = HttpClient.newHttpClient();
  private final RegistryServer registry;
  private final String authorization;

  public ImagePush(RegistryServer registry) {
    this(registry, "");
  }

  private ImagePush(RegistryServer registry, String authorization) {
    this.registry = registry;
    this.authorization = authorization;
  }

  /// The same, by a user with this password.
  public ImagePush as(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new ImagePush(registry, "Basic " + Base64.getEncoder().encodeToString(login));
  }

  /// Pushes an image and returns how a Pod names it.
  public String push(TestImage image, String repository, String tag) {
    for (Map.Entry<Digest, byte[]> blob : image.blobs().entrySet()) {
      blob(repository, blob.getKey().toString(), blob.getValue());
    }
    manifest(repository, tag, image.mediaType(), image.manifest());
    return registry.host() + "/" + repository + ":" + tag;
  }

  public void blob(String repository, String digest, byte[] content) {
    HttpResponse<String> place =
        send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()), 202);
    String location =
        URI.create(registry.uri())
            .resolve(place.headers().firstValue("Location").orElseThrow())
            .toString();
    String target = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    send(
        request(URI.create(target))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content)),
        201);
  }

  public void manifest(String repository, String tag, String mediaType, byte[] content) {
    send(
        request("/v2/" + repository + "/manifests/" + tag)
            .header("Content-Type", mediaType)
            .PUT(BodyPublishers.ofByteArray(content)),
        201);
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create(registry.uri() + path));
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new AssertionError(
            response.request().method() + " " + response.uri() + ": " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
