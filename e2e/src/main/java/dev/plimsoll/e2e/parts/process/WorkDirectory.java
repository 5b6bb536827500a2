package dev.plimsoll.e2e.parts.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The directory of one running part: its configuration, `data`, and `logs`.
///
/// When it is closed the data go; a temporary directory goes altogether.
public final class WorkDirectory implements AutoCloseable {
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

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + tree, e);
    }
  }
}
