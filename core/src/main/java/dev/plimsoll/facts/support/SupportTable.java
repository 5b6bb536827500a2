package dev.plimsoll.facts.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Until when releases of operating systems are supported, as known on a day: the last day of
/// each by `ID:VERSION_ID` of its os-release.
///
/// What is not in it is rolling, or not known.
public record SupportTable(LocalDate asOf, Map<String, LocalDate> lastDays) {
  private static final String RESOURCE = "operating-systems.txt";
  private static final String AS_OF = "as-of";

  public SupportTable {
    lastDays = Map.copyOf(lastDays);
  }

  /// The table that comes with this version.
  public static SupportTable bundled() {
    return Bundled.TABLE;
  }

  /// Reads lines of a release and its last day, and one `as-of` with the table's own; of two lines
  /// for a release the latter counts. Throws an [IllegalArgumentException] that names the line
  /// which has no day.
  public static SupportTable parse(List<String> lines) {
    Map<String, LocalDate> days = new LinkedHashMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split("[ =]", 2);
        days.put(words[0], day(words[words.length - 1], line));
      }
    }
    LocalDate asOf = days.remove(AS_OF);
    return new SupportTable(asOf == null ? LocalDate.MAX : asOf, days);
  }

  /// The last day of a release; of the one that it is a minor release of where it has no line of
  /// its own.
  public Optional<LocalDate> lastDayOf(String release) {
    String asked = release;
    while (!lastDays.containsKey(asked)) {
      int dot = asked.lastIndexOf('.');
      if (dot < asked.indexOf(':')) {
        return Optional.empty();
      }
      asked = asked.substring(0, dot);
    }
    return Optional.of(lastDays.get(asked));
  }

  private static LocalDate day(String text, String line) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + line + "\" has no day at its end; write for example debian:12 2028-06-30", e);
    }
  }

  /// Reads the table when it is first asked for.
  private static final class Bundled {
    static final SupportTable TABLE = read();

    private Bundled() {}

    private static SupportTable read() {
      try (InputStream in =
          Objects.requireNonNull(SupportTable.class.getResourceAsStream(RESOURCE), RESOURCE)) {
        return parse(new String(in.readAllBytes(), UTF_8).lines().toList());
      } catch (IOException e) {
        throw new UncheckedIOException(RESOURCE + " cannot be read", e);
      }
    }
  }
}
