package dev.plimsoll.layout;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ExactStream;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.layout.Store.Part;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// One image, or index of images, in a file, a directory or a stream.
///
/// It answers for that image whatever repository it is asked for; [#reference] is what it is
/// called. Safe for use by many threads. Closing it lets go of the file.
public final class LocalImage implements ImageSource, AutoCloseable {
  private static final int HEAD = 512;

  private final String name;
  private final Store store;
  private final Content content;
  private final Reference reference;
  private final Digest digest;
  private final Limits limits;

  private LocalImage(SourceName.Local name, Store store, Limits limits) throws SourceException {
    this.name = name.toString();
    this.store = store;
    this.limits = limits;
    this.content = content(name, store, limits, "opening " + name);
    Content.Offer offer = content.choose(name.image(), "opening " + name);
    this.digest = offer.digest();
    this.reference = Names.of(offer, path(name));
  }

  /// Opens what a name stands for. `standardInput` is read to its end where that is meant, into
  /// a private file that is gone when this is closed or cannot be opened.
  public static LocalImage open(SourceName.Local name, InputStream standardInput, Limits limits)
      throws SourceException {
    String doing = "opening " + name;
    Store store = null;
    LocalImage opened = null;
    try {
      store = store(name, standardInput, limits, doing);
      opened = new LocalImage(name, store, limits);
      return opened;
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    } finally {
      if (store != null && opened == null) {
        close(store);
      }
    }
  }

  private static Store store(
      SourceName.Local name, InputStream standardInput, Limits limits, String doing)
      throws IOException {
    Path path = path(name);
    if (path == null) {
      return archive(standardInput, limits, doing);
    }
    if (!Files.exists(path)) {
      throw new SourceException.NotFound(doing + ": there is no file " + path);
    }
    if (Files.isDirectory(path)) {
      return new DirectoryStore(path, doing);
    }
    if (!Files.isRegularFile(path)) {
      throw new SourceException.Malformed(
          doing + ": it is neither a directory nor a plain file; give a pipe as standard input");
    }
    RandomAccess file = RandomAccess.of(path);
    if (isGzip(file.read(0, HEAD))) {
      file.close();
      try (InputStream bytes = Files.newInputStream(path)) {
        return archive(bytes, limits, doing);
      }
    }
    return indexed(file, doing);
  }

  /// Copies a stream, unpacked where it is compressed.
  private static Store archive(InputStream stream, Limits limits, String doing) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stream, 1 << 16);
    bytes.mark(HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.reset();
    if (head.length == 0) {
      throw new SourceException.Malformed(doing + ": nothing came; pipe an archive into it");
    }
    Bytes most = limits.uncompressedLayer();
    if (!isGzip(head)) {
      return indexed(RandomAccess.copyOf(bytes, most, doing), doing);
    }
    try {
      InputStream unpacked = new GZIPInputStream(bytes, 1 << 16);
      return indexed(RandomAccess.copyOf(unpacked, most, doing), doing);
    } catch (ZipException | EOFException _) {
      throw new SourceException.Malformed(doing + ": it is gzip, but damaged; copy it again");
    }
  }

  private static Store indexed(RandomAccess file, String doing) throws IOException {
    try {
      return ArchiveStore.of(file, doing);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static boolean isGzip(byte[] head) {
    return head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
  }

  private static Content content(SourceName.Local name, Store store, Limits limits, String doing)
      throws SourceException {
    boolean layout = LayoutReader.isLayout(store);
    boolean saved = SavedReader.isSaved(store);
    if (layout) {
      return LayoutReader.read(store, limits, doing);
    }
    if (saved && !(name instanceof SourceName.InLayout)) {
      return SavedReader.read(store, limits, name.image(), doing);
    }
    throw new SourceException.Malformed(
        doing
            + (saved
                ? ": it is no OCI layout but an archive of docker save; write docker-archive:"
                : ": it is neither an OCI layout (oci-layout, index.json) nor an archive of"
                    + " docker save (manifest.json)"));
  }

  private static @Nullable Path path(SourceName.Local name) {
    return switch (name) {
      case SourceName.InLayout layout -> layout.path();
      case SourceName.InArchive archive -> archive.path();
      case SourceName.OnStandardInput _ -> null;
    };
  }

  /// What the image is called, pinned to its digest: by its own name where it has one.
  public Reference reference() {
    return reference;
  }

  @Override
  public Digest resolve(Reference asked, Deadline deadline) {
    Digest pinned = asked.digest();
    return pinned == null ? digest : pinned;
  }

  @Override
  public Manifest manifest(Reference repository, Digest wanted, Deadline deadline)
      throws SourceException {
    String doing = "reading the manifest of " + name;
    byte[] json = content.manifest(wanted, limits, doing);
    return ManifestReader.read(json, null, doing, limits);
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    String doing = "reading the config of " + name;
    Part part = sized(config, limits.config(), doing);
    try (InputStream bytes = verified(part, config, doing)) {
      return ConfigReader.read(bytes.readAllBytes(), doing);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    }
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    String doing = "reading layer " + layer.digest().abbreviated() + " of " + name;
    return verified(sized(layer, limits.compressedLayer(), doing), layer, doing);
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    Objects.checkFromIndexSize(from, length, layer.size().count());
    String doing = "reading a part of layer " + layer.digest().abbreviated() + " of " + name;
    Part part = sized(layer, limits.compressedLayer(), doing);
    try {
      return Optional.of(new ExactStream(part.open(from, length), length, doing));
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    }
  }

  private Part sized(Descriptor blob, Bytes limit, String doing) throws SourceException {
    Part part = content.part(blob.digest(), doing);
    if (part.size() != blob.size().count()) {
      throw new SourceException.DigestMismatch(
          "%s: it is %d bytes long where the manifest states %d; write it again"
              .formatted(doing, part.size(), blob.size().count()));
    }
    if (part.size() > limit.count()) {
      throw new SourceException.TooLarge(
          "%s: it is %s long, more than the %s that are read".formatted(doing, blob.size(), limit));
    }
    return part;
  }

  private static InputStream verified(Part part, Descriptor blob, String doing)
      throws SourceException {
    try {
      return new VerifiedStream(part.open(0, part.size()), blob, doing);
    } catch (IOException e) {
      throw Store.unreadable(doing, e);
    }
  }

  @Override
  public void close() {
    close(store);
  }

  private static void close(Store store) {
    try {
      store.close();
    } catch (IOException _) {
      // Nothing was written to it that could be lost.
    }
  }
}
