package dev.plimsoll.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a layer and its table of contents differ: `entries` of them, among them `path`.
public record Disagreement(int entries, String path) {
  /// What the formats themselves put into a layer beside its files.
  private static final Set<String> OWN =
      Set.of("/stargz.index.json", "/.prefetch.landmark", "/.no.prefetch.landmark");

  /// Compares paths, kinds, sizes and targets of links; of a path that is there twice the last
  /// counts, as it does when a layer is unpacked.
  static Optional<Disagreement> between(LayerContents listed, LayerContents read) {
    Map<String, Integer> lines = lastOf(listed.table());
    Map<String, Integer> entries = lastOf(read.table());
    String first = null;
    int count = 0;
    for (Map.Entry<String, Integer> entry : entries.entrySet()) {
      Integer line = lines.remove(entry.getKey());
      if (line == null || !isSame(listed.table(), line, read.table(), entry.getValue())) {
        count++;
        first = firstOf(first, entry.getKey());
      }
    }
    for (String path : lines.keySet()) {
      count++;
      first = firstOf(first, path);
    }
    return first == null ? Optional.empty() : Optional.of(new Disagreement(count, first));
  }

  /// As a sentence without a subject.
  public String sentence() {
    return "lists %d entries that the layer does not hold so, %s among them"
        .formatted(entries, path);
  }

  private static Map<String, Integer> lastOf(EntryTable table) {
    Map<String, Integer> last = new HashMap<>();
    for (int entry = 0; entry < table.size(); entry++) {
      String path = table.paths.path(table.node(entry));
      if (!OWN.contains(path) && table.node(entry) != PathTable.ROOT) {
        last.put(mark(table.kind(entry)) + path, entry);
      }
    }
    return last;
  }

  /// A whiteout and an entry of the same path are two things.
  private static String mark(EntryKind kind) {
    return switch (kind) {
      case WHITEOUT -> "-";
      case OPAQUE -> "!";
      default -> "";
    };
  }

  private static boolean isSame(EntryTable one, int first, EntryTable other, int second) {
    return one.kind(first) == other.kind(second)
        && one.size(first) == other.size(second)
        && Arrays.equals(one.target(first), other.target(second));
  }

  private static String firstOf(@org.jspecify.annotations.Nullable String one, String other) {
    return one == null || other.compareTo(one) < 0 ? other : one;
  }
}
