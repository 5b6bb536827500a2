package dev.plimsoll.packages.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The directory of a ZIP archive, read from the archive's last bytes as far as these reach.
final class ZipDirectory {
  private static final int ENTRY = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final int MOST_ENTRIES = 100_000;

  private final List<Entry> entries = new ArrayList<>();
  private boolean complete;

  /// A file in the archive: its name, how it is packed, its sizes, and where it is, counted from
  /// the archive's beginning.
  record Entry(String name, int method, long packed, long size, long offset) {}

  /// Reads the directory in the last bytes of an archive of `size` bytes.
  ZipDirectory(byte[] tail, long size) {
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int end = endOf(bytes);
    if (end < 0) {
      return;
    }
    int told = bytes.getShort(end + 10) & 0xffff;
    long length = bytes.getInt(end + 12) & 0xffff_ffffL;
    long start = end - length;
    complete = start >= 0;
    int at = complete ? (int) start : firstEntry(bytes, end);
    while (at >= 0 && at + ENTRY_LENGTH <= end && entries.size() < MOST_ENTRIES) {
      at = read(bytes, at, end);
    }
    complete &= entries.size() == told;
    shift(size - tail.length + start, bytes.getInt(end + 16) & 0xffff_ffffL);
  }

  List<Entry> entries() {
    return entries;
  }

  /// Whether all that the archive holds is among the entries.
  boolean isComplete() {
    return complete;
  }

  /// Reads the entry there; where the next one is, or -1 where there is none.
  private int read(ByteBuffer bytes, int at, int end) {
    if (bytes.getInt(at) != ENTRY) {
      return -1;
    }
    int name = bytes.getShort(at + 28) & 0xffff;
    int rest = (bytes.getShort(at + 30) & 0xffff) + (bytes.getShort(at + 32) & 0xffff);
    if (name > end - at - ENTRY_LENGTH) {
      return -1;
    }
    byte[] text = new byte[name];
    bytes.get(at + ENTRY_LENGTH, text);
    entries.add(
        new Entry(
            new String(text, UTF_8),
            bytes.getShort(at + 10),
            bytes.getInt(at + 20) & 0xffff_ffffL,
            bytes.getInt(at + 24) & 0xffff_ffffL,
            bytes.getInt(at + 42) & 0xffff_ffffL));
    return at + ENTRY_LENGTH + name + rest;
  }

  /// Where something was put before the archive (a script that starts it), offsets are too low by
  /// its length.
  private void shift(long start, long told) {
    long before = complete && start > told ? start - told : 0;
    if (before > 0) {
      entries.replaceAll(e -> new Entry(e.name, e.method, e.packed, e.size, e.offset + before));
    }
  }

  private static int endOf(ByteBuffer bytes) {
    for (int at = bytes.limit() - END_LENGTH; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        return at;
      }
    }
    return -1;
  }

  private static int firstEntry(ByteBuffer bytes, int end) {
    for (int at = 0; at + ENTRY_LENGTH <= end; at++) {
      if (bytes.getInt(at) == ENTRY) {
        return at;
      }
    }
    return -1;
  }
}
