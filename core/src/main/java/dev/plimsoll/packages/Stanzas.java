package dev.plimsoll.packages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Text of `Field: value` lines in stanzas with blank lines between them, as Debian's control
/// files, mail headers and Java manifests are. Lines that begin with a blank go on with the value.
///
/// Field names are in lower case here, since most formats take them so.
public final class Stanzas {
  private Stanzas() {}

  /// The fields of each stanza; of a field that comes twice, the first.
  public static List<Map<String, String>> in(String text) {
    List<Map<String, String>> stanzas = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = endOfValue(text, start);
      if (lineEnd(text, start) == start || text.charAt(start) == '\r') {
        if (!fields.isEmpty()) {
          stanzas.add(fields);
          fields = new HashMap<>();
        }
      } else {
        add(fields, text.substring(start, end));
      }
      start = end + 1;
    }
    if (!fields.isEmpty()) {
      stanzas.add(fields);
    }
    return stanzas;
  }

  /// The values of a field that may come several times in the first stanza, in their order.
  public static List<String> valuesOf(String field, String text) {
    List<String> values = new ArrayList<>();
    int start = 0;
    while (start < text.length() && lineEnd(text, start) != start && text.charAt(start) != '\r') {
      int end = endOfValue(text, start);
      String line = text.substring(start, end);
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(field)) {
        values.add(line.substring(colon + 1).strip());
      }
      start = end + 1;
    }
    return values;
  }

  private static void add(Map<String, String> fields, String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      fields.putIfAbsent(name, line.substring(colon + 1).strip());
    }
  }

  /// Where the value that begins on this line ends, before its last newline.
  private static int endOfValue(String text, int start) {
    int end = lineEnd(text, start);
    while (end > start && end + 1 < text.length() && isBlank(text.charAt(end + 1))) {
      end = lineEnd(text, end + 1);
    }
    return end;
  }

  private static int lineEnd(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
