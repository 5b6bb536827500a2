package dev.plimsoll.layer;

import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;
import dev.plimsoll.layer.unpack.Unpacked;
import dev.plimsoll.reference.Digest;

/// A layer's tar archive as a stream: counted, capped and hashed as it passes.
final class LayerStream implements AutoCloseable {
  private static final int WINDOW = 1 << 18;

  /// Up to here no ratio is suspicious: files of zeroes are common.
  private static final long RATIO_COUNTS_FROM = 1L << 28;

  private final StoredBytes stored;
  private final Unpacked unpacked;
  private final Limits limits;
  private final BackgroundHash hash = new BackgroundHash();
  private byte[] window = new byte[WINDOW];
  private byte[] hashed = new byte[WINDOW];
  private int filled;
  private long position;

  LayerStream(StoredBytes stored, Limits limits) throws SourceException {
    this(stored, Unpacked.of(stored), limits);
  }

  LayerStream(StoredBytes stored, Unpacked unpacked, Limits limits) {
    this.stored = stored;
    this.limits = limits;
    this.unpacked = unpacked;
  }

  /// Bytes of the archive read so far.
  long position() {
    return position;
  }

  /// Bytes of the stored layer consumed so far.
  long storedPosition() {
    return unpacked.position();
  }

  /// Reads `length` bytes that must be there.
  void require(byte[] into, int length) throws SourceException {
    if (length > 0 && !fill(into, length)) {
      throw cutOff();
    }
  }

  /// Reads `length` bytes; false where the archive ends before the first.
  boolean fill(byte[] into, int length) throws SourceException {
    int done = 0;
    while (done < length) {
      int at = filled;
      byte[] from = window;
      int count = advance(length - done);
      if (count < 0) {
        if (done == 0) {
          return false;
        }
        throw cutOff();
      }
      System.arraycopy(from, at, into, done, count);
      done += count;
    }
    return true;
  }

  void skip(long count) throws SourceException {
    long left = count;
    while (left > 0) {
      int skipped = advance((int) Math.min(left, WINDOW));
      if (skipped < 0) {
        throw cutOff();
      }
      left -= skipped;
    }
  }

  /// Reads to the end of the archive and of what is stored; the archive's SHA-256.
  Digest finish() throws SourceException {
    while (advance(WINDOW) >= 0) {
      // what follows the archive's end belongs to the diffID all the same
    }
    stored.drain();
    flush();
    try {
      return hash.digest();
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  SourceException malformed(String what) {
    return stored.malformed(what);
  }

  SourceException tooLarge(String what) {
    return stored.tooLarge(what);
  }

  @Override
  public void close() {
    unpacked.close();
  }

  /// Unpacks at most `most` bytes into the window, at `filled` as it was before; their number,
  /// or
  /// -1 at the end.
  private int advance(int most) throws SourceException {
    int count = unpacked.read(window, filled, Math.min(most, WINDOW - filled));
    if (count > 0) {
      filled += count;
      position += count;
      if (filled == WINDOW) {
        flush();
      }
    }
    return count;
  }

  /// Hands the window over to be hashed and goes on with the other one.
  private void flush() throws SourceException {
    try {
      hash.update(window, filled);
    } catch (InterruptedException _) {
      throw interrupted();
    }
    byte[] free = hashed;
    hashed = window;
    window = free;
    filled = 0;
    stored.checkTime();
    long limit = limits.uncompressedLayer().count();
    if (position > limit) {
      throw tooLarge("unpacks to more than the " + limit + " bytes that are read at most");
    }
    if (position > RATIO_COUNTS_FROM && position / limits.ratio() > unpacked.position()) {
      throw tooLarge(
          "unpacks to more than " + limits.ratio() + " times its size, as only a bomb does");
    }
  }

  private SourceException cutOff() {
    return malformed("is cut off: its tar archive ends in the middle, at byte " + position);
  }

  private SourceException interrupted() {
    Thread.currentThread().interrupt();
    return stored.outOfTime();
  }
}
