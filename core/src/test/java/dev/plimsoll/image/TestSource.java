package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Test images in memory, by the names they were given; counts how often each was asked for.
public final class TestSource implements ImageSource {
  private final Map<String, Digest> names = new ConcurrentHashMap<>();
  private final Map<Digest, TestImage> manifests = new ConcurrentHashMap<>();
  private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<Digest, AtomicInteger> reads = new ConcurrentHashMap<>();
  private final AtomicInteger ranged = new AtomicInteger();
  private volatile boolean ranges;

  /// Gives the name to an image or index, in place of what had it before.
  public TestSource add(String reference, TestImage image) {
    names.put(Reference.parse(reference).toString(), image.digest());
    store(image);
    return this;
  }

  private void store(TestImage image) {
    manifests.put(image.digest(), image);
    blobs.putAll(image.blobs());
    image.children().forEach(this::store);
  }

  /// How often the manifest, config or layer with this digest was read.
  public int reads(Digest digest) {
    AtomicInteger count = reads.get(digest);
    return count == null ? 0 : count.get();
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    Digest pinned = reference.digest();
    Digest named = pinned == null ? names.get(reference.toString()) : pinned;
    if (named == null) {
      throw new SourceException.NotFound("resolving " + reference + ": there is no such image");
    }
    return named;
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    TestImage image = manifests.get(digest);
    String doing = "reading the manifest of " + repository;
    if (image == null) {
      throw new SourceException.NotFound(doing + ": there is no such image");
    }
    count(digest);
    return ManifestReader.read(image.manifest(), image.mediaType(), doing, Limits.defaults());
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    String doing = "reading the config of " + repository;
    try (InputStream in = open(config, doing)) {
      return ConfigReader.read(in.readAllBytes(), doing);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable(doing, e);
    }
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    return open(layer, "reading layer " + layer.digest().abbreviated() + " of " + repository);
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    byte[] bytes = blobs.get(layer.digest());
    if (!ranges || bytes == null) {
      return Optional.empty();
    }
    ranged.incrementAndGet();
    int start = Math.toIntExact(from);
    return Optional.of(new ByteArrayInputStream(bytes, start, Math.toIntExact(length)));
  }

  /// From now on reads parts of layers too.
  public TestSource withRanges() {
    ranges = true;
    return this;
  }

  /// How many parts were read.
  public int ranges() {
    return ranged.get();
  }

  private InputStream open(Descriptor blob, String doing) throws SourceException {
    byte[] bytes = blobs.get(blob.digest());
    if (bytes == null) {
      throw new SourceException.NotFound(doing + ": there is no such blob");
    }
    count(blob.digest());
    return new VerifiedStream(new ByteArrayInputStream(bytes), blob, doing);
  }

  private void count(Digest digest) {
    reads.computeIfAbsent(digest, _ -> new AtomicInteger()).incrementAndGet();
  }
}
