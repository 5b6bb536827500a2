package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads `/etc/passwd` as container runtimes do, which is by Go's `moby/sys/user` and not by
/// passwd(5): lines end at a line feed alone, the first with a name decides, none is a comment, and
/// a uid that is no number is 0.
final class Passwd {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");
  private static final int UID = 2;
  private static final int FIELDS = 4;

  /// Stands for bytes that are no UTF-8. Nobody's config can ask for it: JSON is UTF-8, and half
  /// of a surrogate pair in it is not read as one.
  private static final char NO_TEXT = '\udc80';

  private Passwd() {}

  /// Uids by the names that a config may ask for.
  static Map<String, Long> users(byte[] content) {
    Map<String, Long> users = new HashMap<>();
    for (String line : decoded(content).split("\n", -1)) {
      String[] fields = trimmed(line).split(":", FIELDS);
      if (!fields[0].isEmpty() && fields[0].indexOf(NO_TEXT) < 0) {
        users.putIfAbsent(fields[0], fields.length > UID ? uid(fields[UID]) : 0L);
      }
    }
    return users;
  }

  private static String decoded(byte[] content) {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .replaceWith(String.valueOf(NO_TEXT))
          .decode(ByteBuffer.wrap(content))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("what is malformed is replaced", e);
    }
  }

  /// A number beyond 64 bits is the largest or smallest there is, and of all 32 bits count.
  private static long uid(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return 0;
    }
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException _) {
      number = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return number & 0xffff_ffffL;
  }

  private static String trimmed(String line) {
    int begin = 0;
    int end = line.length();
    while (begin < end && isSpace(line.charAt(begin))) {
      begin++;
    }
    while (begin < end && isSpace(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(begin, end);
  }

  /// Unicode's property White_Space, which is Go's `unicode.IsSpace` and none of Java's.
  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000b', '\f', '\r', ' ', '\u0085', '\u00a0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' -> true;
      default -> c >= '\u2000' && c <= '\u200a';
    };
  }
}
