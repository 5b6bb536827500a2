package dev.plimsoll.layout;

import dev.plimsoll.image.SourceException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The files of a directory. Links are followed, as whoever named the directory may have made it
/// of links, but lead to plain files alone: no pipe and no device is opened.
final class DirectoryStore implements Store {
  private final Path root;
  private final String doing;

  DirectoryStore(Path root, String doing) {
    this.root = root;
    this.doing = doing;
  }

  /// `path` is one that was made here, of names and digests, and not read anywhere.
  @Override
  public @Nullable Part part(String path) throws SourceException {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      return null;
    }
    if (!Files.isRegularFile(file)) {
      throw new SourceException.Malformed(doing + ": " + path + " is no plain file");
    }
    try {
      return new InDirectory(file, Files.size(file));
    } catch (IOException e) {
      throw Store.unreadable(doing + ": " + path, e);
    }
  }

  @Override
  public void close() {}

  private record InDirectory(Path file, long size) implements Part {
    @Override
    public InputStream open(long from, long length) throws IOException {
      InputStream bytes = new FileInputStream(file.toFile());
      try {
        bytes.skipNBytes(from);
        return bytes;
      } catch (IOException e) {
        bytes.close();
        throw e;
      }
    }
  }
}
