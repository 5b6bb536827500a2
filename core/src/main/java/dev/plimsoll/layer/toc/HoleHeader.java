package dev.plimsoll.layer.toc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Tar headers of an entry that has no payload: a file is one hole of its size, as GNU's old
/// format for files with holes has it.
final class HoleHeader {
  private static final int BLOCK = 512;
  private static final int SHORT_NAME = 100;
  private static final int CHECKSUM = 148;

  private HoleHeader() {}

  static byte[] of(TocEntry entry) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream(BLOCK);
    byte[] name = entry.name().getBytes(UTF_8);
    byte[] target = entry.target().getBytes(UTF_8);
    longText(headers, 'L', name);
    longText(headers, 'K', target);
    boolean hole = entry.type() == '0' && entry.size() > 0;
    byte[] block = block(name, target, hole ? 'S' : entry.type(), 0);
    octal(block, 100, 8, entry.mode() & 07777);
    octal(block, 108, 8, entry.uid());
    octal(block, 116, 8, entry.gid());
    octal(block, 136, 12, entry.modified());
    if (hole) {
      octal(block, 483, 12, entry.size());
    }
    headers.writeBytes(summed(block));
    return headers.toByteArray();
  }

  private static void longText(ByteArrayOutputStream headers, char type, byte[] text) {
    if (text.length <= SHORT_NAME) {
      return;
    }
    headers.writeBytes(
        summed(block("././@LongLink".getBytes(US_ASCII), new byte[0], type, text.length)));
    headers.writeBytes(text);
    headers.writeBytes(new byte[-text.length & (BLOCK - 1)]);
  }

  private static byte[] block(byte[] name, byte[] target, char type, long size) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, SHORT_NAME));
    System.arraycopy(target, 0, block, 157, Math.min(target.length, SHORT_NAME));
    octal(block, 124, 12, size);
    block[156] = (byte) type;
    System.arraycopy("ustar  \0".getBytes(US_ASCII), 0, block, 257, 8);
    return block;
  }

  private static byte[] summed(byte[] block) {
    long sum = 8L * ' ';
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM, 8, sum);
    return block;
  }

  /// Octal digits and a zero; where they do not suffice, GNU's binary form.
  private static void octal(byte[] block, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    if (digits.length() < width) {
      byte[] text = ("0".repeat(width - 1 - digits.length()) + digits).getBytes(US_ASCII);
      System.arraycopy(text, 0, block, at, text.length);
      return;
    }
    for (int i = 0; i < width; i++) {
      int shift = 8 * (width - 1 - i);
      block[at + i] = shift < 64 ? (byte) (value >> shift) : 0;
    }
    block[at] |= (byte) 0x80;
  }
}
