package dev.plimsoll.e2e.packaging;

import com.github.luben.zstd.ZstdOutputStream;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A directory in the OCI image layout that is being written.
final class OciLayout {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+zstd";

  /// Above it, the time doubles and the image loses a hundredth.
  private static final int LEVEL = 15;

  /// Names a blob. `annotations` are those of the descriptor, not of what it names.
  record Descriptor(String mediaType, String digest, long size, Map<String, String> annotations) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("mediaType", mediaType);
      json.put("digest", digest);
      json.put("size", size);
      if (!annotations.isEmpty()) {
        json.put("annotations", new TreeMap<>(annotations));
      }
      return json;
    }
  }

  /// A layer as it is stored, and the digest of what it unpacks to.
  record Layer(Descriptor descriptor, String diffId, long unpacked, String instruction) {}

  private final Path directory;
  private final Instant time;
  private final List<Map<String, Object>> manifests = new ArrayList<>();

  OciLayout(Path directory, Instant time) {
    this.directory = directory;
    this.time = time;
    try {
      Files.createDirectories(blobs());
    } catch (IOException e) {
      throw new PartsException("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  /// Stores the files as a layer made by `instruction`.
  Layer layer(FileTree tree, String instruction) {
    Path file = blobs().resolve("new");
    MessageDigest stored = sha256();
    MessageDigest plain = sha256();
    try {
      long unpacked;
      try (OutputStream raw = Files.newOutputStream(file);
          var zstd = new ZstdOutputStream(new DigestOutputStream(raw, stored), LEVEL);
          var tar = new CountedStream(new DigestOutputStream(zstd, plain))) {
        new TarWriter(tar, time).write(tree);
        unpacked = tar.count();
      }
      long size = Files.size(file);
      String digest = digest(stored);
      Files.move(file, blob(digest), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return new Layer(
          new Descriptor(LAYER, digest, size, Map.of()), digest(plain), unpacked, instruction);
    } catch (IOException e) {
      throw new PartsException("Cannot write the layer of " + instruction + ": " + e, e);
    }
  }

  Descriptor json(String mediaType, Map<String, ?> content) {
    return bytes(mediaType, SortedJson.of(content));
  }

  Descriptor bytes(String mediaType, byte[] content) {
    try {
      MessageDigest hash = sha256();
      hash.update(content);
      String digest = digest(hash);
      Files.write(blob(digest), content);
      return new Descriptor(mediaType, digest, content.length, Map.of());
    } catch (IOException e) {
      throw new PartsException("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  /// Takes a blob of another layout.
  void borrow(Descriptor blob, OciLayout from) {
    try {
      Files.createLink(blob(blob.digest()), from.blob(blob.digest()));
    } catch (IOException | UnsupportedOperationException _) {
      copy(from.blob(blob.digest()), blob(blob.digest()));
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new PartsException("Cannot copy " + from + ": " + e.getMessage(), e);
    }
  }

  /// Lists a manifest in the index, with what an index says of it.
  void list(Descriptor manifest, Map<String, Object> more) {
    Map<String, Object> json = manifest.json();
    json.putAll(more);
    manifests.add(json);
  }

  /// Writes the index: the layout is whole then.
  void finish() {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", "application/vnd.oci.image.index.v1+json");
    index.put("manifests", manifests);
    try {
      Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
      Files.write(directory.resolve("index.json"), SortedJson.of(index));
    } catch (IOException e) {
      throw new PartsException("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  Path blob(String digest) {
    return directory.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private Path blobs() {
    return directory.resolve("blobs/sha256");
  }

  static String digest(MessageDigest hash) {
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class CountedStream extends java.io.FilterOutputStream {
    private long count;

    CountedStream(OutputStream out) {
      super(out);
    }

    long count() {
      return count;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
