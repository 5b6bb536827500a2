package dev.plimsoll.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the members of a tar archive (ustar, pax, GNU) without reading what is in them.
///
/// Plain files and links count; directories and all else are passed over. Paths are kept in
/// their shortest form; one that leads out of the archive ends in
/// [SourceException.Malformed], as does a second member of the same path.
final class TarIndex {
  private static final int BLOCK = 512;
  private static final int MOST_MEMBERS = 50_000;
  private static final int LONGEST_PATH = 4_096;
  private static final int LARGEST_EXTENSION = 1 << 20;

  /// What is found under a path.
  sealed interface Member {
    record OfBytes(long offset, long size) implements Member {}

    record OfLink(String target) implements Member {}
  }

  private final RandomAccess file;
  private final String doing;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, String> extended = new HashMap<>();
  private long at;

  TarIndex(RandomAccess file, String doing) {
    this.file = file;
    this.doing = doing;
  }

  Map<String, Member> members() throws IOException {
    for (int headers = 0; ; headers++) {
      byte[] header = file.read(at, BLOCK);
      if (isEnd(header)) {
        return members;
      }
      if (headers > 2 * MOST_MEMBERS) {
        throw new SourceException.TooLarge(
            doing + ": it has more than the " + MOST_MEMBERS + " members that are read");
      }
      requireHeader(header);
      long size = size(header);
      long body = at + BLOCK;
      if (size > file.size() - body) {
        throw malformed("it ends in the middle of a member; write or copy it again");
      }
      take(header, body, size);
      at = body + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
  }

  private boolean isEnd(byte[] header) throws SourceException {
    if (header.length == 0 && at > 0) {
      return true;
    }
    if (header.length < BLOCK) {
      throw malformed(
          at == 0 ? "it is no tar archive" : "it ends in the middle of a member; copy it again");
    }
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void requireHeader(byte[] header) throws SourceException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw malformed(at == 0 ? "it is no tar archive" : "it is damaged; write it again");
    }
  }

  /// Links, directories and devices have no body, whatever they state.
  private long size(byte[] header) throws SourceException {
    if ("123456".indexOf(header[156]) >= 0) {
      return 0;
    }
    boolean forMember = "xgLK".indexOf(header[156]) < 0;
    String size = forMember ? extended.get("size") : null;
    if (size == null) {
      return number(header, 124, 12);
    }
    if (!size.matches("\\d{1,18}")) {
      throw malformed("it states a size that is none; write it again");
    }
    return Long.parseLong(size);
  }

  private void take(byte[] header, long body, long size) throws IOException {
    switch (header[156]) {
      case 'x' -> extended.putAll(records(extension(body, size)));
      case 'L' -> extended.put("path", text(extension(body, size)));
      case 'K' -> extended.put("linkpath", text(extension(body, size)));
      case 'g' -> {}
      case 0, '0', '7' -> put(path(header), new Member.OfBytes(body, size));
      case '1' -> put(path(header), new Member.OfLink(inside("", link(header))));
      case '2' -> {
        String path = path(header);
        String from = path.substring(0, path.lastIndexOf('/') + 1);
        put(path, new Member.OfLink(inside(from, link(header))));
      }
      default -> {
        path(header);
        extended.clear();
      }
    }
  }

  private void put(String path, Member member) throws SourceException {
    extended.clear();
    if (members.put(path, member) != null) {
      throw malformed("it has two members " + shown(path) + "; write it again");
    }
    if (members.size() > MOST_MEMBERS) {
      throw new SourceException.TooLarge(
          doing + ": it has more than the " + MOST_MEMBERS + " members that are read");
    }
  }

  private byte[] extension(long body, long size) throws IOException {
    if (size > LARGEST_EXTENSION) {
      throw new SourceException.TooLarge(doing + ": it has a header of more than 1 MiB");
    }
    return file.read(body, (int) size);
  }

  /// `length name=value\n`, one after the other.
  private Map<String, String> records(byte[] bytes) throws SourceException {
    Map<String, String> records = new HashMap<>();
    int start = 0;
    while (start < bytes.length) {
      int blank = start;
      while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9') {
        blank++;
      }
      String length = new String(bytes, start, blank - start, UTF_8);
      int end = length.matches("\\d{1,8}") ? start + Integer.parseInt(length) : -1;
      if (end <= blank + 1 || end > bytes.length) {
        throw malformed("it has a header that is damaged; write it again");
      }
      String record = new String(bytes, blank + 1, end - blank - 2, UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        records.put(record.substring(0, equals), record.substring(equals + 1));
      }
      start = end;
    }
    return records;
  }

  private String path(byte[] header) throws SourceException {
    String name = name(header);
    if (("/" + name + "/").contains("/../")) {
      throw leadsOut(name);
    }
    return inside("", name);
  }

  private String name(byte[] header) {
    String path = extended.get("path");
    if (path != null) {
      return path;
    }
    String name = RandomAccess.text(header, 0, 100);
    boolean ustar = RandomAccess.text(header, 257, 6).equals("ustar");
    String prefix = ustar ? RandomAccess.text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private String link(byte[] header) {
    String path = extended.get("linkpath");
    return path == null ? RandomAccess.text(header, 157, 100) : path;
  }

  private static String text(byte[] bytes) {
    return RandomAccess.text(bytes, 0, bytes.length);
  }

  /// A path in its shortest form, seen from a directory of the archive.
  private String inside(String from, String path) throws SourceException {
    String shortest = path.startsWith("/") ? null : shortest(from + path);
    if (shortest == null) {
      throw leadsOut(path);
    }
    if (path.length() > LONGEST_PATH) {
      throw new SourceException.TooLarge(doing + ": it has a path of more than 4096 characters");
    }
    return shortest;
  }

  private SourceException leadsOut(String path) {
    return malformed(
        "it has the path " + shown(path) + ", which leads out of it; write it again without");
  }

  /// The path without `.` and `..`, or null where it leads out.
  static @Nullable String shortest(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return null;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  /// Octal text, or base 256 where the first bit is set.
  private long number(byte[] header, int from, int length) throws SourceException {
    if ((header[from] & 0x80) != 0) {
      long value = header[from] & 0x3f;
      boolean fits = (header[from] & 0x40) == 0;
      for (int i = from + 1; fits && i < from + length; i++) {
        fits = value < 1L << 54;
        value = (value << 8) | (header[i] & 0xff);
      }
      if (fits) {
        return value;
      }
    } else {
      String text = RandomAccess.text(header, from, length).strip();
      if (text.matches("[0-7]{0,18}")) {
        return text.isEmpty() ? 0 : Long.parseLong(text, 8);
      }
    }
    throw malformed(at == 0 ? "it is no tar archive" : "it is damaged; write it again");
  }

  private SourceException malformed(String sentence) {
    return new SourceException.Malformed(doing + ": " + sentence);
  }

  private static String shown(String path) {
    String part = path.length() <= 80 ? path : path.substring(0, 79) + "…";
    return '"' + part.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
