package dev.plimsoll.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.plimsoll.image.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// A directory of things that were read, by digest, which several processes may share.
///
/// It never stands in the way: what cannot be read is a miss, what cannot be written is not kept;
/// both are counted.
public final class CacheDirectory {
  /// How much of the room is written before it is looked what must go; several processes may do
  /// so at once without the directory growing beyond its room.
  private static final int SHARES = 16;

  /// How long ago a file must have been used for its time to be worth setting again.
  private static final Duration COUNTS_AS_NOW = Duration.ofMinutes(1);

  private final Path directory;
  private final Bytes room;
  private final Privacy privacy;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();

  /// What became of things since the process began: found, not found, found damaged and removed,
  /// not kept for a fault of the file system or because they are too large.
  public record Counts(long hits, long misses, long damaged, long unwritten) {}

  private CacheDirectory(Path directory, Bytes room, Privacy privacy) {
    this.directory = directory;
    this.room = room;
    this.privacy = privacy;
  }

  /// Opens the cache in a directory, making it where it is new; its files take up `room` at most.
  ///
  /// An [IOException] says in a sentence why that cannot be.
  public static CacheDirectory open(Path parent, Bytes room) throws IOException {
    try {
      Files.createDirectories(parent);
      Path directory = parent.resolve("plimsoll-cache");
      Privacy privacy = Privacy.of(parent);
      privacy.claim(directory);
      CacheDirectory cache = new CacheDirectory(directory, room, privacy);
      cache.sweep();
      return cache;
    } catch (IOException e) {
      throw new IOException(
          "the cache directory "
              + parent
              + " cannot be used ("
              + e
              + "); name one that this process may write, or none",
          e);
    }
  }

  /// What is kept under a key, if it is whole.
  public <T> Optional<T> read(CacheKey key, Form<T> form) {
    Path path = path(key);
    try (FileChannel file = FileChannel.open(path, READ, NOFOLLOW_LINKS)) {
      T thing = CacheFile.read(file, key, form);
      markUsed(path);
      hits.incrementAndGet();
      return Optional.of(thing);
    } catch (NoSuchFileException _) {
      misses.incrementAndGet();
    } catch (IOException | RuntimeException _) {
      misses.incrementAndGet();
      damaged.incrementAndGet();
      remove(path);
    }
    return Optional.empty();
  }

  /// Keeps a thing under a key, in place of what was there.
  public <T> void write(CacheKey key, T thing, Form<T> form) {
    Path home = directory.resolve(key.directory());
    Path part = home.resolve(Sweep.PART + UUID.randomUUID());
    try {
      privacy.createDirectory(home);
      long size = writePart(part, key, thing, form);
      if (size > room.count() / SHARES) {
        throw new IOException("too large to be kept");
      }
      Files.move(part, path(key), ATOMIC_MOVE, REPLACE_EXISTING);
      if (written.addAndGet(size) > room.count() / SHARES) {
        sweep();
      }
    } catch (IOException _) {
      unwritten.incrementAndGet();
      remove(part);
    }
  }

  public Counts counts() {
    return new Counts(hits.get(), misses.get(), damaged.get(), unwritten.get());
  }

  private <T> long writePart(Path part, CacheKey key, T thing, Form<T> form) throws IOException {
    try (FileChannel file = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), privacy.ofFiles())) {
      CacheFile.write(file, key, thing, form);
      return file.size();
    }
  }

  private void sweep() throws IOException {
    written.set(0);
    Sweep.of(directory).shrinkTo(new Bytes(room.count() - room.count() / SHARES * 2));
  }

  private Path path(CacheKey key) {
    return directory.resolve(key.directory()).resolve(key.fileName());
  }

  private static void markUsed(Path path) throws IOException {
    Instant now = Instant.now();
    if (Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(COUNTS_AS_NOW))) {
      Files.setLastModifiedTime(path, FileTime.from(now));
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // it stays a miss, and is replaced when the thing is written anew
    }
  }
}
