package dev.plimsoll.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Tar archives byte by byte, with headers that say whatever one likes.
final class TarBytes {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static TarBytes tar() {
    return new TarBytes();
  }

  /// A header whose size field holds these characters, each one byte.
  TarBytes header(char type, String name, String size, String target) {
    out.writeBytes(headerOf(type, name, size, target));
    return this;
  }

  TarBytes file(String name, String content) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    header('0', name, octal(bytes.length), "");
    return payload(bytes);
  }

  TarBytes link(char type, String name, String target) {
    return header(type, name, octal(0), target);
  }

  /// A pax header of these records, as they are.
  TarBytes pax(String records) {
    return extension('x', records);
  }

  /// A header that says more of the next entry: `x` of pax, `L` and `K` of GNU.
  TarBytes extension(char type, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    header(type, "extension", octal(bytes.length), "");
    return payload(bytes);
  }

  /// Bytes, and zeroes up to a whole block.
  TarBytes payload(byte[] bytes) {
    out.writeBytes(Arrays.copyOf(bytes, (bytes.length + BLOCK - 1) / BLOCK * BLOCK));
    return this;
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// The archive with the two blocks that end it.
  byte[] ended() {
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  /// The archive as it is so far.
  byte[] bytes() {
    return out.toByteArray();
  }

  static byte[] headerOf(char type, String name, String size, String target) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name, 100);
    put(header, 100, "0000644\0", 8);
    put(header, 124, size, 12);
    header[156] = (byte) type;
    put(header, 157, target, 100);
    put(header, 257, "ustar\0" + "00", 8);
    mendChecksum(header, 0);
    return header;
  }

  /// Writes the checksum that the header at a place should have.
  static void mendChecksum(byte[] tar, int at) {
    put(tar, at + 148, "        ", 8);
    int sum = 0;
    for (int i = at; i < at + BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    String digits = Integer.toOctalString(sum);
    put(tar, at + 148, "0".repeat(6 - digits.length()) + digits + "\0 ", 8);
  }

  static String octal(long value) {
    String digits = Long.toOctalString(value);
    return "0".repeat(11 - digits.length()) + digits + "\0";
  }

  /// `LENGTH key=value\n`, where the length counts its own digits.
  static String record(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static void put(byte[] into, int at, String text, int width) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, into, at, Math.min(width, bytes.length));
  }
}
