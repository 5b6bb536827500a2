package dev.plimsoll.e2e.parts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The smallest image that is one: an empty layer, a config that says who it is, a manifest.
public final class TinyImage {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final HttpClient http;
  private final String registry;
  private final @Nullable String authorization;

  /// Pushes to the registry at `registry` (`http://…`), with the value of an Authorization header
  /// where it asks for one.
  TinyImage(HttpClient http, String registry, @Nullable String authorization) {
    this.http = http;
    this.registry = registry;
    this.authorization = authorization;
  }

  public static TinyImage to(RegistryServer registry) {
    return new TinyImage(HttpClient.newHttpClient(), registry.uri(), null);
  }

  /// Pushes an image unlike that of any other `label` and returns the digest of its manifest, which
  /// is computed here and not taken from the registry.
  public String push(String repository, String tag, String label) {
    return digest(pushFor("amd64", repository, tag, label));
  }

  /// Pushes an image for amd64 and arm64, and an index over both.
  public void pushIndex(String repository, String tag, String label) {
    var amd64 = pushFor("amd64", repository, tag + "-amd64", label);
    var arm64 = pushFor("arm64", repository, tag + "-arm64", label);
    var index =
        """
        {"schemaVersion":2,"mediaType":"%1$s","manifests":[
        {"mediaType":"%2$s","size":%3$d,"digest":"%4$s","platform":{"architecture":"amd64","os":"linux"}},
        {"mediaType":"%2$s","size":%5$d,"digest":"%6$s","platform":{"architecture":"arm64","os":"linux"}}]}"""
            .formatted(INDEX, MANIFEST, amd64.length, digest(amd64), arm64.length, digest(arm64))
            .getBytes(StandardCharsets.UTF_8);
    expect(201, put(registry + "/v2/" + repository + "/manifests/" + tag, INDEX, index));
  }

  private byte[] pushFor(String architecture, String repository, String tag, String label) {
    var tar = new byte[1024];
    var layer = gzip(tar);
    var config =
        """
        {"architecture":"%s","os":"linux","config":{"Labels":{"label":"%s"}},
        "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
            .formatted(architecture, label, digest(tar))
            .getBytes(StandardCharsets.UTF_8);
    blob(repository, layer);
    blob(repository, config);
    var manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":%d,"digest":"%s"}]}"""
            .formatted(MANIFEST, config.length, digest(config), layer.length, digest(layer))
            .getBytes(StandardCharsets.UTF_8);
    expect(201, put(registry + "/v2/" + repository + "/manifests/" + tag, MANIFEST, manifest));
    return manifest;
  }

  private void blob(String repository, byte[] content) {
    var start = request(registry + "/v2/" + repository + "/blobs/uploads/");
    var place = send(start.POST(BodyPublishers.noBody()));
    expect(202, place);
    var location =
        URI.create(registry)
            .resolve(place.headers().firstValue("Location").orElseThrow())
            .toString();
    var target = location + (location.contains("?") ? "&" : "?") + "digest=" + digest(content);
    expect(201, put(target, "application/octet-stream", content));
  }

  private HttpResponse<String> put(String uri, String type, byte[] content) {
    return send(request(uri).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(content)));
  }

  private HttpRequest.Builder request(String uri) {
    var request = HttpRequest.newBuilder(URI.create(uri));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          response.request().method() + " " + response.uri() + ": " + response.body());
    }
  }

  private static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
