package dev.plimsoll.image;

import com.github.luben.zstd.Zstd;
import dev.plimsoll.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Builds an image from text: layers, config with history, manifest; and, where asked, one that
/// lies about its digests and sizes.
///
/// ```java
/// TestImage image = ImageBuilder.image()
///     .user("app")
///     .layer("RUN apt-get install -y gcc", l -> l.file("usr/bin/gcc", "…").mode(0755))
///     .emptyLayer("ENV A=b")
///     .build();
/// ```
public final class ImageBuilder {

  /// How layers are stored.
  public enum Compression {
    GZIP("application/vnd.oci.image.layer.v1.tar+gzip"),
    ZSTD("application/vnd.oci.image.layer.v1.tar+zstd"),
    NONE("application/vnd.oci.image.layer.v1.tar");

    private final String mediaType;

    Compression(String mediaType) {
      this.mediaType = mediaType;
    }

    private byte[] store(byte[] tar) {
      return switch (this) {
        case GZIP -> gzip(tar);
        case ZSTD -> Zstd.compress(tar);
        case NONE -> tar;
      };
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record StoredLayer(String mediaType, byte[] bytes, Digest diffId) {}

  private final List<StoredLayer> layers = new ArrayList<>();
  private final List<Map<String, Object>> history = new ArrayList<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final List<String> environment = new ArrayList<>();
  private final Map<Integer, Digest> forgedDigests = new TreeMap<>();
  private final Map<Integer, Long> forgedSizes = new TreeMap<>();
  private final Map<Integer, Digest> forgedDiffIds = new TreeMap<>();
  private final Map<Integer, Map<String, String>> layerAnnotations = new TreeMap<>();
  private List<String> entrypoint = List.of();
  private List<String> command = List.of();
  private Platform platform = Platform.LINUX_AMD64;
  private Compression compression = Compression.GZIP;
  private String user = "";
  private String configMediaType = "application/vnd.oci.image.config.v1+json";
  private int historyEntries = Integer.MAX_VALUE;
  private @Nullable Digest forgedConfigDigest;
  private boolean docker;

  public static ImageBuilder image() {
    return new ImageBuilder();
  }

  public ImageBuilder platform(Platform os) {
    platform = os;
    return this;
  }

  public ImageBuilder user(String name) {
    user = name;
    return this;
  }

  /// One `NAME=value`.
  public ImageBuilder env(String variable) {
    environment.add(variable);
    return this;
  }

  public ImageBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /// An annotation of the manifest.
  public ImageBuilder annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public ImageBuilder entrypoint(String... words) {
    entrypoint = List.of(words);
    return this;
  }

  public ImageBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  /// How the layers added from here on are stored.
  public ImageBuilder compression(Compression stored) {
    compression = stored;
    return this;
  }

  /// Docker's media types instead of the OCI's.
  public ImageBuilder docker() {
    docker = true;
    configMediaType = "application/vnd.docker.container.image.v1+json";
    return this;
  }

  /// Another type of config: an artifact that is no image.
  public ImageBuilder configMediaType(String mediaType) {
    configMediaType = mediaType;
    return this;
  }

  /// A layer, and the instruction that made it as the history tells it.
  public ImageBuilder layer(String instruction, Consumer<LayerBuilder> contents) {
    LayerBuilder layer = LayerBuilder.layer();
    contents.accept(layer);
    byte[] tar = layer.tar();
    return storedLayer(
        instruction, compression.mediaType, compression.store(tar), TestImage.digestOf(tar));
  }

  /// A layer of bytes as they are, however broken.
  public ImageBuilder storedLayer(
      String instruction, String mediaType, byte[] bytes, Digest diffId) {
    layers.add(new StoredLayer(mediaType, bytes, diffId));
    history.add(historyEntry(instruction, false));
    return this;
  }

  /// A layer with a table of contents.
  public ImageBuilder listedLayer(String instruction, ListedLayer layer) {
    layerAnnotations.put(layers.size() + 1, layer.annotations());
    return storedLayer(instruction, layer.mediaType(), layer.stored(), layer.diffId());
  }

  /// An instruction that made no layer.
  public ImageBuilder emptyLayer(String instruction) {
    history.add(historyEntry(instruction, true));
    return this;
  }

  public ImageBuilder withoutHistory() {
    return shortHistory(0);
  }

  /// Only the first entries of the history.
  public ImageBuilder shortHistory(int entries) {
    historyEntries = entries;
    return this;
  }

  /// The manifest names layer `number` by a digest that its bytes do not have.
  public ImageBuilder forgeLayerDigest(int number, Digest digest) {
    forgedDigests.put(number, digest);
    return this;
  }

  public ImageBuilder forgeLayerSize(int number, long size) {
    forgedSizes.put(number, size);
    return this;
  }

  public ImageBuilder forgeDiffId(int number, Digest diffId) {
    forgedDiffIds.put(number, diffId);
    return this;
  }

  public ImageBuilder forgeConfigDigest(Digest digest) {
    forgedConfigDigest = digest;
    return this;
  }

  public TestImage build() {
    Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    List<Map<String, Object>> layerDescriptors = new ArrayList<>();
    List<Digest> layerDigests = new ArrayList<>();
    for (int number = 1; number <= layers.size(); number++) {
      StoredLayer layer = layers.get(number - 1);
      Digest digest = forgedDigests.getOrDefault(number, TestImage.digestOf(layer.bytes));
      Map<String, Object> descriptor = TestImage.descriptor(layerType(layer), layer.bytes);
      descriptor.put("digest", digest.toString());
      descriptor.put("size", forgedSizes.getOrDefault(number, (long) layer.bytes.length));
      if (layerAnnotations.containsKey(number)) {
        descriptor.put("annotations", layerAnnotations.get(number));
      }
      layerDescriptors.add(descriptor);
      layerDigests.add(digest);
      blobs.put(digest, layer.bytes);
    }
    byte[] config = config();
    Digest configDigest =
        forgedConfigDigest == null ? TestImage.digestOf(config) : forgedConfigDigest;
    blobs.put(configDigest, config);
    Map<String, Object> configDescriptor = TestImage.descriptor(configMediaType, config);
    configDescriptor.put("digest", configDigest.toString());
    return new TestImage(
        manifestType(),
        manifest(configDescriptor, layerDescriptors),
        platform,
        configDigest,
        layerDigests,
        blobs,
        List.of());
  }

  private byte[] manifest(Map<String, Object> config, List<Map<String, Object>> layerDescriptors) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", manifestType());
    manifest.put("config", config);
    manifest.put("layers", layerDescriptors);
    if (!annotations.isEmpty()) {
      manifest.put("annotations", annotations);
    }
    return TestImage.bytes(manifest);
  }

  private byte[] config() {
    Map<String, Object> run = new LinkedHashMap<>();
    if (!user.isEmpty()) {
      run.put("User", user);
    }
    run.put("Env", environment);
    run.put("Entrypoint", entrypoint);
    run.put("Cmd", command);
    run.put("Labels", labels);
    List<String> diffIds = new ArrayList<>();
    for (int number = 1; number <= layers.size(); number++) {
      Digest honest = layers.get(number - 1).diffId;
      diffIds.add(forgedDiffIds.getOrDefault(number, honest).toString());
    }
    Map<String, Object> config = TestImage.json(platform);
    config.put("config", run);
    config.put("rootfs", new TreeMap<>(Map.of("type", "layers", "diff_ids", diffIds)));
    if (historyEntries > 0) {
      config.put("history", history.subList(0, Math.min(historyEntries, history.size())));
    }
    return TestImage.bytes(config);
  }

  private String manifestType() {
    return docker
        ? "application/vnd.docker.distribution.manifest.v2+json"
        : "application/vnd.oci.image.manifest.v1+json";
  }

  private String layerType(StoredLayer layer) {
    return docker && layer.mediaType.equals(Compression.GZIP.mediaType)
        ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
        : layer.mediaType;
  }

  private static Map<String, Object> historyEntry(String instruction, boolean emptyLayer) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("created", "2026-01-01T00:00:00Z");
    entry.put("created_by", instruction);
    if (emptyLayer) {
      entry.put("empty_layer", true);
    }
    return entry;
  }

  /// The bytes as one gzip member.
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
