package dev.plimsoll.layer.unpack;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.plimsoll.image.SourceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Deflate by ISA-L, slice by slice of what is stored into a window of its own.
///
/// Within a slice it unpacks ahead of what is asked for, so positions in it are by proportion.
final class NativeInflate implements Inflate {
  private static final int WINDOW = 1 << 18;

  /// Stored bytes given at once: a part of those before, so that positions are good in small
  /// layers too, up to as many as cost no speed.
  private static final int SHORTEST = 32;

  private static final int LONGEST = 1 << 11;
  private static final int PART = 64;

  private final Isal isal;
  private final StoredBytes stored;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Isal.STATE, 16);
  private final MemorySegment slice = arena.allocate(LONGEST + StoredBytes.PUSH_BACK, 16);
  private final MemorySegment window = arena.allocate(WINDOW, 16);
  private final Proportion proportion = new Proportion();
  private int served;
  private int produced;
  private boolean finished;

  NativeInflate(Isal isal, StoredBytes stored) {
    this.isal = isal;
    this.stored = stored;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (served == produced) {
      if (finished) {
        return -1;
      }
      inflateSlice();
    }
    int count = Math.min(length, produced - served);
    MemorySegment.copy(window, JAVA_BYTE, served, into, offset, count);
    served += count;
    proportion.hasHandedOut(count);
    return count;
  }

  @Override
  public long position() {
    return proportion.position();
  }

  @Override
  public void reset() {
    isal.init(state);
    served = 0;
    produced = 0;
    finished = false;
    proportion.restart(stored.position());
  }

  @Override
  public void close() {
    arena.close();
  }

  private void inflateSlice() throws SourceException {
    boolean more = stored.hasMore();
    int length = Math.clamp(stored.position() / PART, SHORTEST, LONGEST);
    int given = more ? Math.min(length, stored.end - stored.next) : 0;
    MemorySegment.copy(stored.buffer, stored.next, slice, JAVA_BYTE, StoredBytes.PUSH_BACK, given);
    state.set(ADDRESS, Isal.NEXT_IN, slice.asSlice(StoredBytes.PUSH_BACK));
    state.set(JAVA_INT, Isal.AVAILABLE_IN, given);
    state.set(ADDRESS, Isal.NEXT_OUT, window);
    state.set(JAVA_INT, Isal.AVAILABLE_OUT, WINDOW);
    if (isal.inflate(state) < 0) {
      throw stored.malformed("is damaged: its gzip data is broken");
    }
    int left = state.get(JAVA_INT, Isal.AVAILABLE_IN);
    int room = state.get(JAVA_INT, Isal.AVAILABLE_OUT);
    int ahead = state.get(JAVA_INT, Isal.BITS_READ_AHEAD) / 8;
    produced = WINDOW - room;
    served = 0;
    stored.next += given - left;
    // It stops before all input is used only when the window is full or the stream at its end.
    finished = room > 0 && left > 0;
    if (!more && !finished && produced == 0) {
      throw stored.malformed("is cut off: its gzip data ends in the middle");
    }
    proportion.extend(produced, stored.position() - ahead);
    if (finished) {
      stored.next -= ahead; // it may have read ahead into what follows the stream
    }
  }
}
