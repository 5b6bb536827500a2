package dev.plimsoll.cache;

import dev.plimsoll.image.Bytes;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The files of the cache as they are at one moment, and the removal of those that were not used
/// for longest.
final class Sweep extends SimpleFileVisitor<Path> {
  /// How the names of files begin that are being written.
  static final String PART = "part-";

  /// No process writes one file for so long.
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final Instant now = Instant.now();
  private final List<Found> found = new ArrayList<>();

  private record Found(Path path, long size, Instant used) {}

  private Sweep() {}

  static Sweep of(Path directory) throws IOException {
    Sweep sweep = new Sweep();
    Files.walkFileTree(directory, sweep);
    return sweep;
  }

  /// Removes files until the rest takes up no more than this.
  void shrinkTo(Bytes room) throws IOException {
    long total = found.stream().mapToLong(Found::size).sum();
    found.sort(Comparator.comparing(Found::used));
    for (Found file : found) {
      if (total <= room.count()) {
        return;
      }
      Files.deleteIfExists(file.path);
      total -= file.size;
    }
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
    Instant used = attributes.lastModifiedTime().toInstant();
    boolean part = String.valueOf(path.getFileName()).startsWith(PART);
    if (part && used.isBefore(now.minus(LEFT_BEHIND))) {
      Files.deleteIfExists(path);
    } else {
      found.add(new Found(path, attributes.size(), part ? Instant.MAX : used));
    }
    return FileVisitResult.CONTINUE;
  }

  /// Files come and go while others use the directory.
  @Override
  public FileVisitResult visitFileFailed(Path path, IOException gone) {
    return FileVisitResult.CONTINUE;
  }
}
