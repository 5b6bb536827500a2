package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.SourceException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Deflate by `java.util.zip`, which is there everywhere.
final class JavaInflate implements Inflate {
  private final StoredBytes stored;
  private final Inflater inflater = new Inflater(true);

  JavaInflate(StoredBytes stored) {
    this.stored = stored;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (!inflater.finished()) {
      boolean starved = inflater.needsInput() && !stored.hasMore();
      if (inflater.needsInput() && !starved) {
        inflater.setInput(stored.buffer, stored.next, stored.end - stored.next);
      }
      int count = inflate(into, offset, length);
      if (count > 0) {
        return count;
      }
      if (starved && !inflater.finished()) {
        throw stored.malformed("is cut off: its gzip data ends in the middle");
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int offset, int length) throws SourceException {
    try {
      int count = inflater.inflate(into, offset, length);
      stored.next = stored.end - inflater.getRemaining();
      if (!inflater.needsDictionary()) {
        return count;
      }
    } catch (DataFormatException _) {
      // Said below.
    }
    throw stored.malformed("is damaged: its gzip data is broken");
  }

  @Override
  public long position() {
    return stored.position();
  }

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
