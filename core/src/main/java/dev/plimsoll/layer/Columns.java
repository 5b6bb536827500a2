package dev.plimsoll.layer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The columns of a table: how they grow, and how they are written one after another, each with
/// its length before it.
final class Columns {
  /// How many values are turned into bytes at a time.
  private static final int TOGETHER = 4096;

  private Columns() {}

  /// The length that a full column gets: twice its own, and less in advance once it is long, so
  /// that the old and the new one together stay within what tables may take up.
  static int roomier(int length) {
    return length < 1 << 16 ? length * 2 : length + length / 4;
  }

  static void write(byte[] column, DataOutputStream out) throws IOException {
    write(column, column.length, out);
  }

  static void write(byte[] column, int length, DataOutputStream out) throws IOException {
    out.writeInt(length);
    out.write(column, 0, length);
  }

  static void write(short[] column, int length, DataOutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length * Short.BYTES);
    buffer.asShortBuffer().put(column, 0, length);
    write(buffer.array(), out);
  }

  static void write(int[] column, int length, DataOutputStream out) throws IOException {
    out.writeInt(length);
    ByteBuffer buffer = ByteBuffer.allocate(TOGETHER * Integer.BYTES);
    for (int from = 0; from < length; from += TOGETHER) {
      int count = Math.min(TOGETHER, length - from);
      buffer.asIntBuffer().put(column, from, count);
      out.write(buffer.array(), 0, count * Integer.BYTES);
    }
  }

  static void write(long[] column, int length, DataOutputStream out) throws IOException {
    out.writeInt(length);
    ByteBuffer buffer = ByteBuffer.allocate(TOGETHER * Long.BYTES);
    for (int from = 0; from < length; from += TOGETHER) {
      int count = Math.min(TOGETHER, length - from);
      buffer.asLongBuffer().put(column, from, count);
      out.write(buffer.array(), 0, count * Long.BYTES);
    }
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] column = length < 0 ? new byte[0] : in.readNBytes(length);
    if (column.length != length) {
      throw new IOException("a column is cut off");
    }
    return column;
  }

  static short[] readShorts(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    short[] column = new short[bytes.length / Short.BYTES];
    ByteBuffer.wrap(bytes).asShortBuffer().get(column);
    return column;
  }

  static int[] readInts(DataInputStream in) throws IOException {
    int length = in.readInt();
    int[] column = new int[Math.clamp(length, 0, TOGETHER)];
    byte[] bytes = new byte[TOGETHER * Integer.BYTES];
    for (int from = 0; from < length; from += TOGETHER) {
      int count = Math.min(TOGETHER, length - from);
      in.readFully(bytes, 0, count * Integer.BYTES);
      column = from + count > column.length ? grown(column, length) : column;
      ByteBuffer.wrap(bytes).asIntBuffer().get(column, from, count);
    }
    return column;
  }

  static long[] readLongs(DataInputStream in) throws IOException {
    int length = in.readInt();
    long[] column = new long[Math.clamp(length, 0, TOGETHER)];
    byte[] bytes = new byte[TOGETHER * Long.BYTES];
    for (int from = 0; from < length; from += TOGETHER) {
      int count = Math.min(TOGETHER, length - from);
      in.readFully(bytes, 0, count * Long.BYTES);
      column =
          from + count > column.length
              ? Arrays.copyOf(column, (int) Math.min(length, column.length * 2L))
              : column;
      ByteBuffer.wrap(bytes).asLongBuffer().get(column, from, count);
    }
    return column;
  }

  /// No more is taken in advance than was read already: a length may lie.
  private static int[] grown(int[] column, int length) {
    return Arrays.copyOf(column, (int) Math.min(length, column.length * 2L));
  }
}
