package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.SourceException;
import java.util.zip.CRC32;

/// Gzip (RFC 1952), any number of members one after another.
final class Gunzip implements Unpacked {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final StoredBytes stored;
  private final Inflate inflate;
  private final CRC32 checksum = new CRC32();
  private long size;
  private boolean withinMember;
  private boolean ended;

  Gunzip(StoredBytes stored, Inflate inflate) {
    this.stored = stored;
    this.inflate = inflate;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (!ended) {
      if (!withinMember && !nextMember()) {
        break;
      }
      int count = inflate.read(into, offset, length);
      if (count > 0) {
        checksum.update(into, offset, count);
        size += count;
        return count;
      }
      endMember();
    }
    return -1;
  }

  @Override
  public long position() {
    return withinMember ? inflate.position() : stored.position();
  }

  @Override
  public void close() {
    inflate.close();
  }

  /// Reads the next member's header; false at the end, where padding by zeroes is forgiven.
  private boolean nextMember() throws SourceException {
    int first = stored.read();
    if (first < 0 || (first == 0 && isPadding())) {
      ended = true;
      return false;
    }
    if (first != 0x1f || byteOfHeader() != 0x8b || byteOfHeader() != 8) {
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
    inflate.reset();
    checksum.reset();
    size = 0;
    withinMember = true;
    return true;
  }

  private void endMember() throws SourceException {
    withinMember = false;
    long crc = word();
    long stated = word();
    if (crc != checksum.getValue() || stated != (size & 0xffffffffL)) {
      throw stored.malformed("is damaged: its gzip checksum is not that of its bytes");
    }
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
