package dev.plimsoll.operator.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The chart's values as `values.yaml` has them, in its order: each with its default and with the
/// comment above it, which is its description.
record ChartValues(List<Value> values) {
  static final Path CHART = Path.of("../helm/plimsoll");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(?: (.*))?");

  /// One value, or one group of them, which has no default of its own.
  record Value(String path, String byDefault, String description) {
    boolean isGroup() {
      return byDefault.isEmpty();
    }
  }

  static ChartValues read() throws IOException {
    List<Value> values = new ArrayList<>();
    List<String> path = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.add(line.strip().substring(1).strip());
      } else if (line.isBlank()) {
        comment.clear();
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        String byDefault = key.group(3) == null ? "" : key.group(3);
        values.add(new Value(String.join(".", path), byDefault, String.join(" ", comment)));
        comment.clear();
      } else {
        throw new IOException("values.yaml has a line that is no value on one line: " + line);
      }
    }
    return new ChartValues(values);
  }

  /// The chart's README.
  String readme() {
    StringBuilder text =
        new StringBuilder(
            """
            # Plimsoll's Helm chart

            Installs [Plimsoll](../../README.md), which holds container images to a load line, into a cluster of
            Kubernetes 1.30 or newer. [docs/install.md](../../docs/install.md) goes through it step by step,
            [upgrade.md](../../docs/upgrade.md) and [uninstall.md](../../docs/uninstall.md) through what comes later.

            ```sh
            helm install plimsoll helm/plimsoll -n plimsoll-system --create-namespace \\
              --set image.repository=registry.example.com/plimsoll/operator
            helm test plimsoll -n plimsoll-system
            ```

            There is one Plimsoll in a cluster: its objects are called `plimsoll…` whatever the release is called, and
            a second release is refused by Helm, since the first owns them.

            ## Values
            <!-- Written from values.yaml by `make generate`. -->

            | value | default | meaning |
            | --- | --- | --- |
            """);
    for (Value value : values) {
      text.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  value.path(),
                  value.isGroup() ? "" : "`" + value.byDefault().replace("|", "\\|") + "`",
                  value.description().replace("|", "\\|")));
    }
    return text.toString();
  }
}
