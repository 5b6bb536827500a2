package dev.plimsoll.layer;

import dev.plimsoll.image.SourceException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Gzip (RFC 1952), any number of members one after another, on the inflater itself because
/// `GZIPInputStream` does not tell how far into the stored bytes it is.
final class Gunzip implements Unpacked {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final StoredBytes stored;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean withinMember;
  private boolean ended;

  Gunzip(StoredBytes stored) {
    this.stored = stored;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (!ended) {
      if (!withinMember && !nextMember()) {
        break;
      }
      int count = inflate(into, offset, length);
      if (count > 0) {
        checksum.update(into, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      }
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] into, int offset, int length) throws SourceException {
    boolean starved = inflater.needsInput() && !stored.hasMore();
    if (inflater.needsInput() && !starved) {
      inflater.setInput(stored.buffer, stored.next, stored.end - stored.next);
    }
    try {
      int count = inflater.inflate(into, offset, length);
      stored.next = stored.end - inflater.getRemaining();
      if (count == 0 && starved && !inflater.finished()) {
        throw stored.malformed("is cut off: its gzip data ends in the middle");
      }
      if (count == 0 && inflater.needsDictionary()) {
        throw stored.malformed("is damaged: its gzip data asks for a dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw stored.malformed("is damaged: its gzip data is broken (" + e.getMessage() + ")");
    }
  }

  /// Reads the next member's header; false at the end, where padding by zeroes is forgiven.
  private boolean nextMember() throws SourceException {
    int first = stored.read();
    if (first < 0 || (first == 0 && isPadding())) {
      ended = true;
      return false;
    }
    if (first != 0x1f || stored.read() != 0x8b || stored.read() != 8) {
      throw stored.malformed("is damaged: something that is no gzip follows its gzip data");
    }
    int flags = byteOfHeader();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(byteOfHeader() | (byteOfHeader() << 8));
    }
    skipText(flags & NAME);
    skipText(flags & COMMENT);
    skip(flags & HEADER_CRC);
    inflater.reset();
    checksum.reset();
    withinMember = true;
    return true;
  }

  private void endMember() throws SourceException {
    long crc = word();
    long size = word();
    if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw stored.malformed("is damaged: its gzip checksum is not that of its bytes");
    }
    withinMember = false;
  }

  private boolean isPadding() throws SourceException {
    int next = 0;
    while (next == 0) {
      next = stored.read();
    }
    return next < 0;
  }

  private long word() throws SourceException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) byteOfHeader() << shift;
    }
    return value;
  }

  private void skip(int count) throws SourceException {
    for (int i = 0; i < count; i++) {
      byteOfHeader();
    }
  }

  private void skipText(int present) throws SourceException {
    if (present != 0) {
      while (byteOfHeader() != 0) {
        // up to the closing zero
      }
    }
  }

  private int byteOfHeader() throws SourceException {
    int value = stored.read();
    if (value < 0) {
      throw stored.malformed("is cut off: its gzip data ends in the middle");
    }
    return value;
  }
}
