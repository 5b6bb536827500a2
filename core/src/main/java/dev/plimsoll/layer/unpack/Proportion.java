package dev.plimsoll.layer.unpack;

/// The stored position of what was handed out of a piece that was unpacked as a whole: its start,
/// its end, and in between by proportion.
final class Proportion {
  private long from;
  private long to;
  private long size;
  private long handedOut;

  /// Nothing is unpacked; the next piece begins at this stored position.
  void restart(long stored) {
    from = stored;
    to = stored;
    size = 0;
    handedOut = 0;
  }

  /// The next piece, once the one before is handed out: `unpacked` bytes that end at this stored
  /// position.
  void extend(long unpacked, long stored) {
    if (size > 0) {
      from = to;
    }
    to = Math.max(to, stored);
    size = unpacked;
    handedOut = 0;
  }

  void hasHandedOut(long count) {
    handedOut += count;
  }

  long position() {
    return size == 0 ? from : from + (long) ((double) (to - from) * handedOut / size);
  }
}
