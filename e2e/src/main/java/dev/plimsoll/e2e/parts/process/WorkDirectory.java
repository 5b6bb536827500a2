package dev.plimsoll.e2e.parts.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The directory of one running part: its configuration, `data`, and `logs`.
///
/// When it is closed the data go; a temporary directory goes altogether.
public final class WorkDirectory implements AutoCloseable {
  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path path;
  private final boolean temporary;

  private WorkDirectory(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /// The directory at `path`, or a temporary one for null.
  public static WorkDirectory at(@Nullable Path path) {
    try {
      var directory =
          path == null
              ? new WorkDirectory(Files.createTempDirectory("plimsoll-"), true)
              : new WorkDirectory(path.toAbsolutePath(), false);
      delete(directory.data());
      Files.createDirectories(directory.data());
      Files.createDirectories(directory.logs());
      return directory;
    } catch (IOException e) {
      throw new PartsException("Cannot make the directory " + path + ": " + e.getMessage(), e);
    }
  }

  public Path path() {
    return path;
  }

  public Path data() {
    return path.resolve("data");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  @Override
  public void close() {
    delete(temporary ? path : data());
  }

  /// A program that was killed may have had somebody else write or delete a file meanwhile: then
  /// again.
  private static void delete(Path tree) {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        deleteOnce(tree);
        return;
      } catch (IOException e) {
        last = e;
        Patience.pause(PAUSE);
      }
    }
    throw new UncheckedIOException("Cannot delete " + tree, last);
  }

  private static void deleteOnce(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
