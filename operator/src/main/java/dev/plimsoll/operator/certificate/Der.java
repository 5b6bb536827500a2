package dev.plimsoll.operator.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The Distinguished Encoding Rules (X.690), as far as a certificate of ours needs them.
///
/// Every method returns one element, whole: tag, length and content.
final class Der {
  private static final int LONG_LENGTH = 0x80;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  /// RFC 5280, 4.1.2.5: dates from then on have four digits for the year.
  private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;

  private static final DateTimeFormatter SHORT_YEAR =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'", Locale.ROOT);
  private static final DateTimeFormatter LONG_YEAR =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT);

  private Der() {}

  static byte[] sequence(byte[]... elements) {
    return element(0x30, elements);
  }

  static byte[] set(byte[]... elements) {
    return element(0x31, elements);
  }

  static byte[] bool(boolean value) {
    return element(0x01, new byte[] {(byte) (value ? 0xff : 0)});
  }

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  /// @param unused the bits at the end that do not count
  static byte[] bits(int unused, byte[] value) {
    return element(0x03, new byte[] {(byte) unused}, value);
  }

  static byte[] octets(byte[] value) {
    return element(0x04, value);
  }

  /// @param dotted as `1.2.840.10045.4.3.2`
  static byte[] identifier(String dotted) {
    List<Long> arcs = Pattern.compile("\\.").splitAsStream(dotted).map(Long::valueOf).toList();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    arc(content, arcs.get(0) * 40 + arcs.get(1));
    arcs.stream().skip(2).forEach(arc -> arc(content, arc));
    return element(0x06, content.toByteArray());
  }

  static byte[] text(String value) {
    return element(0x0c, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A date of a certificate, to the second.
  static byte[] time(Instant moment) {
    ZonedDateTime utc = moment.atZone(ZoneOffset.UTC);
    return utc.getYear() < FIRST_YEAR_OF_GENERALIZED_TIME
        ? element(0x17, utc.format(SHORT_YEAR).getBytes(StandardCharsets.US_ASCII))
        : element(0x18, utc.format(LONG_YEAR).getBytes(StandardCharsets.US_ASCII));
  }

  /// An explicit tag around elements.
  static byte[] tagged(int number, byte[]... elements) {
    return element(CONTEXT | CONSTRUCTED | number, elements);
  }

  /// An implicit tag in place of a primitive type's own.
  static byte[] primitive(int number, byte[] content) {
    return element(CONTEXT | number, content);
  }

  private static void arc(ByteArrayOutputStream out, long arc) {
    for (int shift = (63 - Long.numberOfLeadingZeros(arc | 1)) / 7 * 7; shift > 0; shift -= 7) {
      out.write(((int) (arc >>> shift) & 0x7f) | 0x80);
    }
    out.write((int) arc & 0x7f);
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < LONG_LENGTH) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0;
      out.write(LONG_LENGTH | (digits.length - from));
      out.write(digits, from, digits.length - from);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
