package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.SourceException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What the header of a zstd frame says (RFC 8878, 3.1.1): whether a checksum follows the last
/// block, how far back blocks may refer, and how much there is, or -1 where that is not said.
record ZstdFrame(boolean checksummed, long window, long content) {
  static final int MOST_HEADER = 18;
  static final int CHECKSUM = 4;
  static final int LARGEST_BLOCK = 1 << 17;

  /// What the tools that build images use is up to 32 MiB, at their highest levels; each layer that
  /// is being read takes up as much memory.
  static final Bytes LARGEST_WINDOW = Bytes.ofMebi(64);

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SINGLE_SEGMENT = 0x20;
  private static final int RESERVED = 0x08;
  private static final int CHECKSUMMED = 0x04;

  /// Whether a frame begins with these bytes.
  static boolean begins(int magic) {
    return magic == MAGIC || (magic & ~0xf) == SKIPPABLE;
  }

  /// Reads the header of the next frame that holds anything into `header`; null at the end.
  static @Nullable ZstdFrame next(StoredBytes stored, ByteBuffer header) throws SourceException {
    while (stored.hasMore()) {
      take(stored, header, 4);
      int magic = number(header, header.position() - 4, 4);
      if (magic == MAGIC) {
        ZstdFrame frame = read(stored, header);
        frame.requireBearable(stored);
        return frame;
      }
      if (!begins(magic)) {
        throw stored.malformed("is damaged: something that is no zstd follows its zstd data");
      }
      take(stored, header, 4);
      skip(stored, number(header, header.position() - 4, 4) & 0xffffffffL);
      header.clear();
    }
    return null;
  }

  private static ZstdFrame read(StoredBytes stored, ByteBuffer header) throws SourceException {
    take(stored, header, 1);
    int descriptor = header.get(header.position() - 1);
    if ((descriptor & RESERVED) != 0) {
      throw stored.malformed("is damaged: its zstd data is broken");
    }
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    long window = 0;
    if (!single) {
      take(stored, header, 1);
      int said = header.get(header.position() - 1) & 0xff;
      long power = 1L << (10 + (said >> 3));
      window = power + power / 8 * (said & 7);
    }
    if (field(stored, header, new int[] {0, 1, 2, 4}[descriptor & 3]) != 0) {
      throw stored.malformed("needs a zstd dictionary, which no layer may; push it as gzip");
    }
    int[] sizes = {single ? 1 : 0, 2, 4, 8};
    int size = sizes[descriptor >> 6 & 3];
    long content = size == 0 ? -1 : field(stored, header, size) + (size == 2 ? 256 : 0);
    return new ZstdFrame((descriptor & CHECKSUMMED) != 0, single ? content : window, content);
  }

  private void requireBearable(StoredBytes stored) throws SourceException {
    if (window < 0 || window > LARGEST_WINDOW.count()) {
      throw stored.tooLarge(
          "needs more memory to unpack than the %s that there is; compress it with less reach back"
              .formatted(LARGEST_WINDOW));
    }
  }

  /// Takes stored bytes that must be there.
  static void take(StoredBytes stored, ByteBuffer into, int length) throws SourceException {
    int left = length;
    while (left > 0) {
      if (!stored.hasMore()) {
        throw cutOff(stored);
      }
      int count = Math.min(left, stored.end - stored.next);
      into.put(stored.buffer, stored.next, count);
      stored.next += count;
      left -= count;
    }
  }

  /// A number of at most four bytes, the lowest first.
  static int number(ByteBuffer from, int at, int size) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value |= (from.get(at + i) & 0xff) << (8 * i);
    }
    return value;
  }

  private static long field(StoredBytes stored, ByteBuffer header, int size)
      throws SourceException {
    take(stored, header, size);
    int at = header.position() - size;
    long low = number(header, at, Math.min(size, 4)) & 0xffffffffL;
    return size < 8 ? low : low | (long) number(header, at + 4, 4) << 32;
  }

  private static void skip(StoredBytes stored, long length) throws SourceException {
    long left = length;
    while (left > 0) {
      if (!stored.hasMore()) {
        throw cutOff(stored);
      }
      int count = (int) Math.min(left, stored.end - stored.next);
      stored.next += count;
      left -= count;
    }
  }

  private static SourceException cutOff(StoredBytes stored) {
    return stored.malformed("is cut off: its zstd data ends in the middle");
  }
}
