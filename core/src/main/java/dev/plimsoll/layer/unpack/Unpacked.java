package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.SourceException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A layer's bytes as they come out of the way they are stored.
public interface Unpacked extends AutoCloseable {
  /// Some bytes, at least one, or -1 at the end.
  int read(byte[] into, int offset, int length) throws SourceException;

  /// How far into the stored bytes all reach that were handed out.
  long position();

  @Override
  void close();

  /// Told by the first bytes, since media types are often wrong.
  static Unpacked of(StoredBytes stored) throws SourceException {
    stored.peek(6);
    byte[] head =
        Arrays.copyOfRange(stored.buffer, stored.next, Math.min(stored.end, stored.next + 6));
    if (startsWith(head, 0x1f, 0x8b)) {
      return new Gunzip(stored, Inflate.of(stored));
    }
    if (head.length >= 4 && ZstdFrame.begins(ZstdFrame.number(ByteBuffer.wrap(head), 0, 4))) {
      return new Unzstd(stored);
    }
    if (startsWith(head, 'B', 'Z', 'h')) {
      throw stored.malformed("is compressed by bzip2, which no image may be; push it as gzip");
    }
    if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z')) {
      throw stored.malformed("is compressed by xz, which no image may be; push it as gzip");
    }
    return new Plain(stored);
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// Bytes that are stored as they are.
  record Plain(StoredBytes stored) implements Unpacked {
    @Override
    public int read(byte[] into, int offset, int length) throws SourceException {
      if (!stored.hasMore()) {
        return -1;
      }
      int count = Math.min(length, stored.end - stored.next);
      System.arraycopy(stored.buffer, stored.next, into, offset, count);
      stored.next += count;
      return count;
    }

    @Override
    public long position() {
      return stored.position();
    }

    @Override
    public void close() {}
  }
}
