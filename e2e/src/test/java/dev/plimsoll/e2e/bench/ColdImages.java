package dev.plimsoll.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.TestImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Images that nobody has seen: a base with one layer more, each unlike all others.
final class ColdImages {
  private static final String REPOSITORY = "cold/app";
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final RegistryServer registry;
  private final ImagePush push;
  private final ObjectNode manifest;
  private final ObjectNode config;
  private int number;

  private ColdImages(
      RegistryServer registry, ImagePush push, ObjectNode manifest, ObjectNode config) {
    this.registry = registry;
    this.push = push;
    this.manifest = manifest;
    this.config = config;
  }

  /// Copies a base (`repository:tag`) from one registry to another, to build on it there.
  static ColdImages on(RegistryServer from, String base, RegistryServer to) {
    String repository = base.substring(0, base.indexOf(':'));
    String tag = base.substring(base.indexOf(':') + 1);
    String path = from.uri() + "/v2/" + repository;
    try {
      byte[] manifestBytes = get(path + "/manifests/" + tag);
      ObjectNode manifest = (ObjectNode) JSON.readTree(manifestBytes);
      String configDigest = manifest.at("/config/digest").asText();
      byte[] config = get(path + "/blobs/" + configDigest);
      ImagePush push = new ImagePush(to);
      push.blob(REPOSITORY, configDigest, config);
      for (var layer : manifest.get("layers")) {
        String digest = layer.get("digest").asText();
        push.blob(REPOSITORY, digest, get(path + "/blobs/" + digest));
      }
      push.manifest(REPOSITORY, "base", manifest.get("mediaType").asText(), manifestBytes);
      return new ColdImages(to, push, manifest, (ObjectNode) JSON.readTree(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How the base is named.
  String base() {
    return registry.host() + "/" + REPOSITORY + ":base";
  }

  /// Pushes one more image, with about so many new megabytes, and returns its name.
  String push(int megabytes) {
    int seed = ++number;
    byte[] tar = layer(megabytes, new Random(seed));
    byte[] layer = gzip(tar);
    ObjectNode ownConfig = config.deepCopy();
    ownConfig.withObject("/config").put("User", "10001");
    ((ArrayNode) ownConfig.at("/rootfs/diff_ids")).add(TestImage.digestOf(tar).toString());
    ((ArrayNode) ownConfig.get("history"))
        .addObject()
        .put("created", "2026-11-21T00:00:00Z")
        .put("created_by", "COPY . /app # buildkit " + seed);
    byte[] configBytes = ownConfig.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ObjectNode ownManifest = manifest.deepCopy();
    ((ObjectNode) ownManifest.get("config"))
        .put("digest", TestImage.digestOf(configBytes).toString())
        .put("size", configBytes.length);
    ObjectNode first = (ObjectNode) ownManifest.at("/layers/0");
    ((ArrayNode) ownManifest.get("layers"))
        .addObject()
        .put("mediaType", first.get("mediaType").asText())
        .put("digest", TestImage.digestOf(layer).toString())
        .put("size", layer.length);
    ownManifest.remove("annotations");
    push.blob(REPOSITORY, TestImage.digestOf(configBytes).toString(), configBytes);
    push.blob(REPOSITORY, TestImage.digestOf(layer).toString(), layer);
    byte[] manifestBytes = ownManifest.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    push.manifest(
        REPOSITORY, "v" + seed, ownManifest.path("mediaType").asText(OCI_MANIFEST), manifestBytes);
    return registry.host() + "/" + REPOSITORY + ":v" + seed;
  }

  /// Files of 64 KiB, half of which gzip gets away.
  private static byte[] layer(int megabytes, Random random) {
    LayerBuilder layer = LayerBuilder.layer();
    byte[] noise = new byte[32 * 1024];
    int files = megabytes * 32;
    for (int i = 0; i < files; i++) {
      random.nextBytes(noise);
      byte[] content = new byte[64 * 1024];
      System.arraycopy(noise, 0, content, 0, noise.length);
      layer.file("/app/part-" + i, content);
    }
    return layer.tar();
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] get(String uri) throws IOException {
    try {
      var response =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(uri))
                  .header("Accept", OCI_MANIFEST)
                  .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                  .build(),
              BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
