package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;

/// A layer's bytes as stored, read through one buffer, counted and capped.
///
/// What is not read in time, or breaks off, ends as a [SourceException]; the sentences name the
/// layer.
public final class StoredBytes {
  /// So many bytes may be given back after they were taken, whatever was read since.
  static final int PUSH_BACK = 16;

  private static final int BUFFER = 1 << 16;

  final byte[] buffer = new byte[PUSH_BACK + BUFFER];

  /// The next byte to be taken, and the end of what is in the buffer.
  int next = PUSH_BACK;

  int end = PUSH_BACK;

  private final InputStream stream;
  private final String layer;
  private final long limit;
  private final Deadline deadline;
  private long taken;

  public StoredBytes(InputStream stream, String layer, Limits limits, Deadline deadline) {
    this.stream = stream;
    this.layer = layer;
    this.limit = limits.compressedLayer().count();
    this.deadline = deadline;
  }

  /// How many bytes were consumed: read, less what still stands in the buffer.
  public long position() {
    return taken - (end - next);
  }

  /// Makes sure that a byte stands in the buffer; false at the end.
  boolean hasMore() throws SourceException {
    return next < end || refill();
  }

  /// One byte, or -1 at the end.
  int read() throws SourceException {
    return hasMore() ? buffer[next++] & 0xff : -1;
  }

  /// Fills the buffer up to at least `wanted` bytes, fewer only at the end.
  void peek(int wanted) throws SourceException {
    if (next > PUSH_BACK) {
      System.arraycopy(buffer, next - PUSH_BACK, buffer, 0, end - next + PUSH_BACK);
      end -= next - PUSH_BACK;
      next = PUSH_BACK;
    }
    while (end - next < wanted) {
      int count = readInto(end);
      if (count < 0) {
        return;
      }
      end += count;
    }
  }

  /// Takes what is left, so that whoever checks the bytes sees all of them.
  public void drain() throws SourceException {
    while (hasMore()) {
      next = end;
    }
  }

  public void checkTime() throws SourceException {
    if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
      throw outOfTime();
    }
  }

  public SourceException outOfTime() {
    return new SourceException.Unavailable(layer + " was not read in the time there was for it");
  }

  public SourceException malformed(String what) {
    return new SourceException.Malformed(layer + " " + what);
  }

  public SourceException tooLarge(String what) {
    return new SourceException.TooLarge(layer + " " + what);
  }

  private boolean refill() throws SourceException {
    System.arraycopy(buffer, end - PUSH_BACK, buffer, 0, PUSH_BACK);
    next = PUSH_BACK;
    end = PUSH_BACK;
    int count = readInto(PUSH_BACK);
    end += Math.max(count, 0);
    return count > 0;
  }

  /// Fills the buffer to its brim, so that where it ends, and with it how stored bytes are told to
  /// entries, does not depend on how a network or a file cut them; the number of bytes, -1 at the
  /// end.
  private int readInto(int offset) throws SourceException {
    int filled = offset;
    while (filled < buffer.length) {
      int count = readOnce(filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled == offset ? -1 : filled - offset;
  }

  private int readOnce(int offset) throws SourceException {
    checkTime();
    int count;
    try {
      do {
        count = stream.read(buffer, offset, buffer.length - offset);
      } while (count == 0);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException.Unavailable(
          layer + " broke off after " + taken + " bytes: " + e.getMessage(), e);
    }
    taken += Math.max(count, 0);
    if (taken > limit) {
      throw tooLarge("is larger than the " + limit + " compressed bytes that are read at most");
    }
    return count;
  }
}
