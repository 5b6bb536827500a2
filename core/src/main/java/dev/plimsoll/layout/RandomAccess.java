package dev.plimsoll.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// A file that many readers read at once, each at its own place; an interrupt of one of them
/// does not close it, as it would a channel.
final class RandomAccess implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final RandomAccessFile file;
  private final long size;

  private RandomAccess(RandomAccessFile file) throws IOException {
    this.file = file;
    this.size = file.length();
  }

  static RandomAccess of(Path path) throws IOException {
    return new RandomAccess(new RandomAccessFile(path.toFile(), "r"));
  }

  /// A copy of a stream in a file that only this process can open, since it has no name any
  /// longer: whatever happens, nothing of it stays. Ends in [SourceException.TooLarge] where
  /// there is more than `limit`.
  static RandomAccess copyOf(InputStream bytes, Bytes limit, String doing) throws IOException {
    Path path = Files.createTempFile("plimsoll-", ".tar");
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } finally {
      Files.delete(path);
    }
    try {
      copy(bytes, file, limit, doing);
      return new RandomAccess(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void copy(InputStream bytes, RandomAccessFile file, Bytes limit, String doing)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long copied = 0;
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      copied += read;
      if (copied > limit.count()) {
        throw new SourceException.TooLarge(
            doing + ": there is more of it than the " + limit + " that are read");
      }
      write(buffer, read, file, doing);
    }
  }

  private static void write(byte[] buffer, int length, RandomAccessFile file, String doing)
      throws SourceException {
    try {
      file.write(buffer, 0, length);
    } catch (IOException _) {
      throw SourceException.Unavailable.lasting(
          doing
              + ": it cannot be copied to "
              + System.getProperty("java.io.tmpdir")
              + "; make room there, or set java.io.tmpdir to another directory");
    }
  }

  long size() {
    return size;
  }

  /// As many bytes as there are, at most so many.
  byte[] read(long from, int length) throws IOException {
    byte[] bytes = new byte[Math.clamp(size - from, 0, length)];
    int done = 0;
    while (done < bytes.length) {
      int read = read(from + done, bytes, done, bytes.length - done);
      if (read < 0) {
        return Arrays.copyOf(bytes, done);
      }
      done += read;
    }
    return bytes;
  }

  private int read(long from, byte[] into, int offset, int length) throws IOException {
    synchronized (file) {
      file.seek(from);
      return file.read(into, offset, length);
    }
  }

  /// Some of the bytes, read as they are asked for.
  InputStream stream(long from, long length) {
    return new Section(from, length);
  }

  /// Zero-terminated text in a block.
  static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private final class Section extends InputStream {
    private long at;
    private final long end;

    Section(long from, long length) {
      this.at = from;
      this.end = from + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (at >= end || length == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = RandomAccess.this.read(at, bytes, offset, (int) Math.min(length, end - at));
      at += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.clamp(count, 0, end - at);
      at += skipped;
      return skipped;
    }
  }
}
