package dev.plimsoll.facts.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of one ELF file that were seen, in the file's own word size and byte order.
final class ElfBytes {
  private static final int LONGEST_TEXT = 4096;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(long from, byte[] bytes) {
    boolean holds(long place, long length) {
      return place >= from && length >= 0 && place - from <= bytes.length - length;
    }
  }

  final boolean wide;
  private final ByteOrder order;
  private final List<Part> parts = new ArrayList<>();
  private long position;

  /// `ident` is the file's beginning.
  ElfBytes(byte[] ident) {
    wide = ident[4] == 2;
    order = ident[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  void add(long from, byte[] bytes) {
    Part last = parts.isEmpty() ? null : parts.getLast();
    if (last != null && last.from + last.bytes.length == from) {
      byte[] both = Arrays.copyOf(last.bytes, last.bytes.length + bytes.length);
      System.arraycopy(bytes, 0, both, last.bytes.length, bytes.length);
      parts.set(parts.size() - 1, new Part(last.from, both));
    } else {
      parts.add(new Part(from, bytes));
    }
    position = from + bytes.length;
  }

  /// Up to where the file has passed.
  long position() {
    return position;
  }

  boolean holds(long place, long length) {
    return part(place, length) != null;
  }

  int half(long place) {
    return buffer(place, 2).getShort() & 0xffff;
  }

  int word(long place) {
    return buffer(place, 4).getInt();
  }

  /// An address, offset or size: four or eight bytes; none is negative in a file that is whole.
  long wordOrLong(long place) {
    return wide ? buffer(place, 8).getLong() : word(place) & 0xffffffffL;
  }

  /// The text that begins at a place and ends with a zero byte; null where that was not
  /// seen.
  @Nullable String text(long place) {
    Part part = part(place, 1);
    if (part == null) {
      return null;
    }
    int from = (int) (place - part.from);
    int end = Math.min(part.bytes.length, from + LONGEST_TEXT);
    int to = from;
    while (to < end && part.bytes[to] != 0) {
      to++;
    }
    return to == end ? null : Names.shown(new String(part.bytes, from, to - from, UTF_8));
  }

  private ByteBuffer buffer(long place, int length) {
    Part part = part(place, length);
    if (part == null) {
      throw new IndexOutOfBoundsException("byte " + place + " was not seen");
    }
    return ByteBuffer.wrap(part.bytes, (int) (place - part.from), length).order(order);
  }

  private @Nullable Part part(long place, long length) {
    for (Part part : parts) {
      if (part.holds(place, length)) {
        return part;
      }
    }
    return null;
  }
}
