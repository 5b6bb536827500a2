package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An image or an index as a registry stores it: the manifest's bytes, and every blob and child
/// manifest under the digest by which it is asked for (which a forged one does not have).
///
/// `layers` are the digests of the layers as the manifest names them, lowest first.
@SuppressWarnings("ArrayRecordComponent") // compared by its digest
public record TestImage(
    String mediaType,
    byte[] manifest,
    Platform platform,
    Digest config,
    List<Digest> layers,
    Map<Digest, byte[]> blobs,
    List<TestImage> children) {
  static final JsonMapper JSON = new JsonMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  public TestImage {
    layers = List.copyOf(layers);
    blobs = Map.copyOf(blobs);
    children = List.copyOf(children);
  }

  /// An OCI index over these images.
  public static TestImage indexOf(TestImage... images) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (TestImage image : images) {
      Map<String, Object> entry = descriptor(image.mediaType, image.manifest);
      entry.put("platform", json(image.platform));
      entries.add(entry);
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", INDEX);
    index.put("manifests", entries);
    TestImage first = images[0];
    return new TestImage(
        INDEX, bytes(index), first.platform, first.config, List.of(), Map.of(), List.of(images));
  }

  /// The digest of the manifest.
  public Digest digest() {
    return digestOf(manifest);
  }

  /// The bytes of the layer with this number, counted from 1.
  public byte[] layer(int number) {
    byte[] bytes = blobs.get(layers.get(number - 1));
    return Objects.requireNonNull(bytes);
  }

  /// Adds this image to an OCI layout directory under a name, making the layout where it is new.
  public void writeTo(Path layout, String name) {
    try {
      Files.createDirectories(layout.resolve("blobs/sha256"));
      writeBlobs(layout);
      Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
      Path index = layout.resolve("index.json");
      List<Object> manifests = new ArrayList<>();
      if (Files.exists(index)) {
        JSON.readTree(Files.readAllBytes(index)).get("manifests").forEach(manifests::add);
      }
      Map<String, Object> entry = descriptor(mediaType, manifest);
      entry.put("annotations", Map.of("org.opencontainers.image.ref.name", name));
      manifests.add(entry);
      Files.write(
          index, bytes(Map.of("schemaVersion", 2, "mediaType", INDEX, "manifests", manifests)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeBlobs(Path layout) throws IOException {
    Files.write(layout.resolve("blobs/sha256").resolve(digest().hex()), manifest);
    for (Map.Entry<Digest, byte[]> blob : blobs.entrySet()) {
      Files.write(layout.resolve("blobs/sha256").resolve(blob.getKey().hex()), blob.getValue());
    }
    for (TestImage child : children) {
      child.writeBlobs(layout);
    }
  }

  /// The SHA-256 of some bytes.
  public static Digest digestOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Digest("sha256", HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> descriptor(String mediaType, byte[] bytes) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", mediaType);
    descriptor.put("digest", digestOf(bytes).toString());
    descriptor.put("size", bytes.length);
    return descriptor;
  }

  static Map<String, Object> json(Platform platform) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", platform.architecture());
    json.put("os", platform.os());
    if (platform.variant() != null) {
      json.put("variant", platform.variant());
    }
    return json;
  }

  static byte[] bytes(Object json) {
    try {
      return JSON.writeValueAsString(json).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
