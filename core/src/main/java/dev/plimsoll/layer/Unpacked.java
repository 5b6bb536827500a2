package dev.plimsoll.layer;

import dev.plimsoll.image.SourceException;

/// A layer's bytes as they come out of the way they are stored.
interface Unpacked extends AutoCloseable {
  /// Some bytes, at least one, or -1 at the end. No more of the stored bytes is consumed than
  /// these need, so that the stored position at a tar entry's end is the entry's.
  int read(byte[] into, int offset, int length) throws SourceException;

  @Override
  void close();

  /// Told by the first bytes, since media types are often wrong.
  static Unpacked of(StoredBytes stored) throws SourceException {
    stored.peek(6);
    byte[] head = stored.buffer;
    int known = stored.end;
    if (startsWith(head, known, 0x1f, 0x8b)) {
      return new Gunzip(stored);
    }
    if (startsWith(head, known, 0x28, 0xb5, 0x2f, 0xfd)) {
      throw stored.malformed("is compressed by zstd, which is not read yet; push it as gzip");
    }
    if (startsWith(head, known, 'B', 'Z', 'h')) {
      throw stored.malformed("is compressed by bzip2, which no image may be; push it as gzip");
    }
    if (startsWith(head, known, 0xfd, '7', 'z', 'X', 'Z')) {
      throw stored.malformed("is compressed by xz, which no image may be; push it as gzip");
    }
    return new Plain(stored);
  }

  private static boolean startsWith(byte[] head, int known, int... magic) {
    if (known < magic.length) {
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
    public void close() {}
  }
}
