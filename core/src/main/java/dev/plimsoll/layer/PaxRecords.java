package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.SourceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a pax extended header says of the entry after it (POSIX pax, "pax Extended Header"), as
/// far as it matters here; GNU's sparse files are told the same way.
final class PaxRecords {
  private byte @Nullable [] path;
  private byte @Nullable [] target;
  private byte @Nullable [] sparseName;
  private long size = -1;
  private long uid = -1;
  private long gid = -1;
  private long modified = -1;
  private boolean capabilities;
  private long sparseSize = -1;
  private final LayerStream in;

  private PaxRecords(LayerStream in) {
    this.in = in;
  }

  /// Reads `LENGTH key=value\n`, repeated; the length counts its own digits.
  static PaxRecords parse(byte[] text, LayerStream in) throws SourceException {
    PaxRecords records = new PaxRecords(in);
    int at = 0;
    while (at < text.length && text[at] != 0) {
      at = records.add(text, at);
    }
    return records;
  }

  byte[] pathOr(byte[] other) {
    if (sparseName != null) {
      return sparseName;
    }
    return path != null ? path : other;
  }

  byte[] targetOr(byte[] other) {
    return target != null ? target : other;
  }

  /// The bytes that follow the header.
  long storedOr(long other) {
    return size >= 0 ? size : other;
  }

  /// The file's size with its holes.
  long sizeOr(long other) {
    return sparseSize >= 0 ? sparseSize : other;
  }

  /// Owner and time as told here, else as the header tells them.
  Attributes attributesOr(Attributes other) {
    return new Attributes(
        other.mode(),
        uid >= 0 ? Attributes.compact(uid) : other.uid(),
        gid >= 0 ? Attributes.compact(gid) : other.gid(),
        modified >= 0 ? Attributes.compact(modified) : other.modified(),
        capabilities);
  }

  private int add(byte[] text, int from) throws SourceException {
    int space = indexOf(text, (byte) ' ', from, Math.min(text.length, from + 10));
    long length = number(text, from, space);
    if (length <= space + 1L - from || length > text.length - from) {
      throw broken();
    }
    int end = from + (int) length - 1;
    int equals = indexOf(text, (byte) '=', space + 1, end);
    if (text[end] != '\n') {
      throw broken();
    }
    if (equals + 1 < end) { // an empty value leaves what the header says
      keep(new String(text, space + 1, equals - space - 1, US_ASCII), text, equals + 1, end);
    }
    return end + 1;
  }

  private void keep(String key, byte[] text, int from, int to) throws SourceException {
    switch (key) {
      case "path" -> path = value(text, from, to);
      case "linkpath" -> target = value(text, from, to);
      case "GNU.sparse.name" -> sparseName = value(text, from, to);
      case "size" -> size = number(text, from, to);
      case "GNU.sparse.size", "GNU.sparse.realsize" -> sparseSize = number(text, from, to);
      case "uid" -> uid = atLeastZero(text, from, to);
      case "gid" -> gid = atLeastZero(text, from, to);
      case "mtime" -> modified = atLeastZero(text, from, wholeSeconds(text, from, to));
      case "SCHILY.xattr.security.capability" -> capabilities = true;
      default -> {
        // names of owners, other times and attributes, which nothing here asks for
      }
    }
  }

  private long atLeastZero(byte[] text, int from, int to) throws SourceException {
    return text[from] == '-' ? 0 : number(text, from, to);
  }

  /// Where the fraction of a time begins.
  private static int wholeSeconds(byte[] text, int from, int to) {
    int end = from;
    while (end < to && text[end] != '.') {
      end++;
    }
    return end;
  }

  private byte[] value(byte[] text, int from, int to) throws SourceException {
    byte[] value = Arrays.copyOfRange(text, from, to);
    for (byte b : value) {
      if (b == 0) {
        throw broken();
      }
    }
    return value;
  }

  private long number(byte[] text, int from, int to) throws SourceException {
    if (from == to || to - from > 18) {
      throw broken();
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw broken();
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private int indexOf(byte[] text, byte wanted, int from, int to) throws SourceException {
    for (int i = from; i < to; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    throw broken();
  }

  private SourceException broken() {
    return in.malformed("is damaged: the pax header before byte " + in.position() + " is broken");
  }
}
