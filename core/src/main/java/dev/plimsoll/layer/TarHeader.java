package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.SourceException;
import java.util.Arrays;

/// The 512 bytes before an entry, in any of tar's dialects: v7, ustar, pax, GNU, star.
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 0;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int MODIFIED = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int TARGET = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int STAR_TRAILER = 508;
  private static final int GNU_SPARSE_EXTENDED = 482;
  private static final int GNU_REAL_SIZE = 483;
  private static final byte[] USTAR = "ustar\0".getBytes(US_ASCII);
  private static final byte[] STAR = "tar\0".getBytes(US_ASCII);

  final byte[] block = new byte[BLOCK];
  private final LayerStream in;

  TarHeader(LayerStream in) {
    this.in = in;
  }

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  byte type() {
    return block[TYPE];
  }

  long size() throws SourceException {
    return number(SIZE, 12);
  }

  /// Mode, owner and time; what is negative counts as 0.
  Attributes attributes() throws SourceException {
    return new Attributes(
        (int) atLeastZero(MODE, 8) & Attributes.MODE,
        Attributes.compact(atLeastZero(UID, 8)),
        Attributes.compact(atLeastZero(GID, 8)),
        Attributes.compact(atLeastZero(MODIFIED, 12)),
        false);
  }

  byte[] target() {
    return text(TARGET, 100);
  }

  /// The path, with ustar's prefix before it.
  byte[] path() {
    byte[] name = text(NAME, 100);
    byte[] prefix = prefix();
    if (prefix.length == 0) {
      return name;
    }
    byte[] path = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    path[prefix.length] = '/';
    System.arraycopy(name, 0, path, prefix.length + 1, name.length);
    return path;
  }

  /// The size of a file with holes, in GNU's old format.
  long realSize() throws SourceException {
    return number(GNU_REAL_SIZE, 12);
  }

  /// Whether more blocks tell where the holes are, in GNU's old format.
  boolean isSparseExtended() {
    return block[GNU_SPARSE_EXTENDED] != 0;
  }

  /// Both ways of summing are in use: over unsigned and over signed bytes.
  boolean hasGoodChecksum() throws SourceException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long told = number(CHECKSUM, 8);
    return told == unsigned || told == signed;
  }

  private long atLeastZero(int from, int width) throws SourceException {
    return (block[from] & 0xc0) == 0xc0 ? 0 : number(from, width);
  }

  private byte[] prefix() {
    if (!Arrays.equals(block, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length)) {
      return new byte[0]; // v7 has none, and GNU keeps other things there
    }
    boolean star =
        Arrays.equals(block, STAR_TRAILER, STAR_TRAILER + STAR.length, STAR, 0, STAR.length);
    return text(PREFIX, star ? 131 : 155);
  }

  private byte[] text(int from, int width) {
    int to = from;
    while (to < from + width && block[to] != 0) {
      to++;
    }
    return Arrays.copyOfRange(block, from, to);
  }

  /// Octal digits between blanks, or, where the first bit is set, a big-endian binary number.
  private long number(int from, int width) throws SourceException {
    if ((block[from] & 0x80) != 0) {
      return binary(from, width);
    }
    int at = from;
    int end = from + width;
    while (at < end && isBlank(block[at])) {
      at++;
    }
    while (end > at && isBlank(block[end - 1])) {
      end--;
    }
    long value = 0;
    for (; at < end && block[at] != 0; at++) {
      int digit = block[at] - '0';
      if (digit < 0 || digit > 7) {
        throw broken();
      }
      value = (value << 3) | digit;
    }
    return value;
  }

  private long binary(int from, int width) throws SourceException {
    if ((block[from] & 0x40) != 0) {
      throw in.malformed("is damaged: a tar header tells a negative number");
    }
    long value = block[from] & 0x3f;
    for (int i = from + 1; i < from + width; i++) {
      if (value >>> 55 != 0) {
        throw in.tooLarge("tells of a file too large to exist");
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  SourceException broken() {
    long at = in.position() - BLOCK;
    return in.malformed(
        at == 0
            ? "is no tar archive, as layers are"
            : "is damaged: there is no tar header at byte " + at);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == 0;
  }
}
