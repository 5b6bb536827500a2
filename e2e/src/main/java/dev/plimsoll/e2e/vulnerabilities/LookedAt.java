package dev.plimsoll.e2e.vulnerabilities;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The vulnerabilities that somebody looked at and lets pass for a while, each with its reason.
record LookedAt(List<Entry> entries) {

  /// One of them.
  ///
  /// @param until the last day that it counts
  /// @param place where it stands, as `file:line`
  record Entry(String id, LocalDate until, String why, String place) {
    boolean isOver(LocalDate today) {
      return today.isAfter(until);
    }
  }

  LookedAt {
    entries = List.copyOf(entries);
  }

  static LookedAt in(Path file) {
    try {
      return of(file.getFileName().toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new PartsException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// @param lines `ID YEAR-MONTH-DAY REASON` each; `#` begins a comment
  static LookedAt of(String file, List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(file + ":" + (i + 1), line.split("\\s+", 3)));
      }
    }
    return new LookedAt(entries);
  }

  /// What lets it pass on that day.
  Optional<Entry> entryFor(Finding finding, LocalDate today) {
    return entries.stream()
        .filter(entry -> !entry.isOver(today) && finding.ids().contains(entry.id()))
        .findFirst();
  }

  /// What is over, in a sentence each.
  List<String> over(LocalDate today) {
    return entries.stream()
        .filter(entry -> entry.isOver(today))
        .map(
            entry ->
                "%s: what was said of %s counted until %s: look at it again, or take it out"
                    .formatted(entry.place(), entry.id(), entry.until()))
        .toList();
  }

  private static Entry entry(String place, String[] part) {
    if (part.length < 3) {
      throw new PartsException(place + ": write ID YEAR-MONTH-DAY REASON in a line.");
    }
    try {
      return new Entry(part[0], LocalDate.parse(part[1]), part[2], place);
    } catch (DateTimeParseException e) {
      throw new PartsException(
          "%s: %s is no date: write until when %s may pass as YEAR-MONTH-DAY."
              .formatted(place, part[1], part[0]),
          e);
    }
  }
}
