package dev.plimsoll.hostile;

import java.util.List;

/// How a hostile thing ended in the process that read it: the kind of end, the sentence, how its
/// twin ended, milliseconds, and by how many MiB the heap grew at most, garbage included.
record HostileOutcome(
    String key, String ending, String sentence, String twin, long milliseconds, long peak) {
  private static final int FIELDS = 8;

  /// Reads a line of [HostileRun].
  static HostileOutcome parse(String line) {
    List<String> fields = List.of(line.split("\t", -1));
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(line);
    }
    return new HostileOutcome(
        fields.get(1) + "\t" + fields.get(2),
        fields.get(3),
        fields.get(4),
        fields.get(5),
        Long.parseLong(fields.get(6)),
        Long.parseLong(fields.get(7)));
  }
}
