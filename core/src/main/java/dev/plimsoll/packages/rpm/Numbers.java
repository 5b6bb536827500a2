package dev.plimsoll.packages.rpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a file in which each number and each range is looked for before it is taken.
final class Numbers {
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final int from;
  private final int length;

  private Numbers(byte[] bytes, int from, int length, ByteOrder order) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.buffer = ByteBuffer.wrap(bytes).order(order);
  }

  static Numbers of(byte[] bytes, ByteOrder order) {
    return new Numbers(bytes, 0, bytes.length, order);
  }

  int length() {
    return length;
  }

  /// A part of these bytes, such as a page, counted from its own beginning.
  Numbers part(long at, long count) throws UnreadableException {
    return new Numbers(bytes, check(at, count), (int) count, buffer.order());
  }

  int u8(long at) throws UnreadableException {
    return bytes[check(at, 1)] & 0xff;
  }

  int u16(long at) throws UnreadableException {
    return buffer.getShort(check(at, 2)) & 0xffff;
  }

  /// Four bytes without a sign.
  long u32(long at) throws UnreadableException {
    return buffer.getInt(check(at, 4)) & 0xffff_ffffL;
  }

  long i64(long at) throws UnreadableException {
    return buffer.getLong(check(at, 8));
  }

  byte[] copy(long at, long count) throws UnreadableException {
    int start = check(at, count);
    return Arrays.copyOfRange(bytes, start, start + (int) count);
  }

  /// Copies into an array that has room for it.
  void copy(long at, byte[] into, int offset, int count) throws UnreadableException {
    System.arraycopy(bytes, check(at, count), into, offset, count);
  }

  private int check(long at, long count) throws UnreadableException {
    if (at < 0 || count < 0 || at > length || count > length - at) {
      throw new UnreadableException(
          "it is damaged: it refers to byte %d of %d".formatted(at + Math.max(count, 0), length));
    }
    return from + (int) at;
  }
}
