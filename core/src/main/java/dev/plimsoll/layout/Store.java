package dev.plimsoll.layout;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Files by their path below where they all lie: a directory, or an archive.
interface Store extends AutoCloseable {

  /// The file with this path, or null where there is none.
  @Nullable Part part(String path) throws SourceException;

  @Override
  void close() throws IOException;

  /// One file.
  interface Part {
    long size();

    /// Some of its bytes, which are there.
    InputStream open(long from, long length) throws IOException;

    /// All of its bytes, where they are few enough.
    default byte[] read(Bytes limit, String doing) throws SourceException {
      if (size() > limit.count()) {
        throw new SourceException.TooLarge(
            "%s: it is %s long, more than the %s that are read"
                .formatted(doing, new Bytes(size()), limit));
      }
      try (InputStream bytes = open(0, size())) {
        return bytes.readAllBytes();
      } catch (SourceException e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(doing, e);
      }
    }
  }

  /// What to say of a file that the operating system does not give.
  static SourceException unreadable(String doing, IOException e) {
    return SourceException.Unavailable.lasting(
        doing + ": it cannot be read (" + e.getClass().getSimpleName() + "); check its rights");
  }
}
