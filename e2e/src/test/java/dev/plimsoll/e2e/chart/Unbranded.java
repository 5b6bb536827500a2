package dev.plimsoll.e2e.chart;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// An object as one line for each of its fields, `path = value`, without the labels and annotations
/// by which Helm and the chart mark what is theirs.
final class Unbranded {
  private static final Set<String> MARKS =
      Set.of(
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "plimsoll.dev/configuration");

  private Unbranded() {}

  static SortedSet<String> lines(Object object) {
    SortedSet<String> lines = new TreeSet<>();
    write("", object, lines);
    return lines;
  }

  private static void write(String path, Object value, SortedSet<String> lines) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) -> {
                if (!MARKS.contains(key)) {
                  write(path + "/" + key, inner == null ? "null" : inner, lines);
                }
              });
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          write(path + "/" + i, list.get(i), lines);
        }
      }
      default -> lines.add(path + " = " + value.toString().strip());
    }
  }
}
