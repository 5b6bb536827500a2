package dev.plimsoll.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page of everything that can be set, read from the source of [OperatorConfig].
final class ConfigurationReference {
  private static final Path SOURCE =
      Path.of("src/main/java/dev/plimsoll/operator/OperatorConfig.java");
  private static final Pattern COMMENT = Pattern.compile("\\s*/// ?(.*)");
  private static final Pattern SECTION = Pattern.compile("(?:public |\\s*)interface (\\w+) \\{");
  private static final Pattern DEFAULT = Pattern.compile("\\s*@WithDefault\\(\"(.*)\"\\)");
  private static final Pattern MEMBER =
      Pattern.compile("\\s*([A-Z]\\S*|int|long|double|boolean)" + "(?:<.*>)? (\\w+)\\(\\);");
  private static final Pattern EACH = Pattern.compile("\\s*Map<String, (\\w+)> .*");
  private static final String HEAD =
      """
      # Configuration

      Each property may be a system property (`-Dplimsoll.namespace=…`), an environment variable
      (`PLIMSOLL_NAMESPACE`: upper case, every other character an underscore) or a line of
      `config/application.properties` in the operator's working directory, the first of these
      winning. Lists are separated by commas; durations are `500ms`, `10s`, `5m`, `1h`, `365d`;
      sizes are Kubernetes quantities (`150Mi`). What cannot be read stops the operator at its
      start and is named.

      Of the platform that the operator stands on, these matter: `quarkus.http.ssl-port` (9443),
      where the API server calls; `quarkus.management.port` (9000), where health (`/q/health/live`,
      `/q/health/ready`) and metrics (`/q/metrics`) are; `quarkus.log.level`; and `KUBECONFIG`
      outside a cluster.

      <!-- Written from OperatorConfig.java by `make generate`. -->
      """;

  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private final Map<String, String> sectionTexts = new HashMap<>();
  private final Map<String, String> prefixes = new HashMap<>(Map.of("", "plimsoll."));
  private final List<String> names = new ArrayList<>();

  private ConfigurationReference() {}

  static ConfigurationReference read() throws IOException {
    ConfigurationReference reference = new ConfigurationReference();
    String section = "";
    String byDefault = "";
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(SOURCE)) {
      Matcher text = COMMENT.matcher(line);
      Matcher start = SECTION.matcher(line);
      Matcher value = DEFAULT.matcher(line);
      Matcher member = MEMBER.matcher(line);
      if (text.matches()) {
        comment.append(comment.isEmpty() ? "" : " ").append(text.group(1));
      } else if (start.matches()) {
        section = start.group(1).equals("OperatorConfig") ? "" : start.group(1);
        reference.sectionTexts.put(section, comment.toString());
        comment.setLength(0);
      } else if (value.matches()) {
        byDefault = value.group(1);
      } else if (member.matches()) {
        reference.member(section, member, byDefault, comment.toString());
        byDefault = "";
        comment.setLength(0);
      }
    }
    return reference;
  }

  private void member(String section, Matcher member, String byDefault, String comment) {
    String name = kebab(member.group(2));
    Matcher each = EACH.matcher(member.group());
    if (each.matches()) {
      prefixes.put(each.group(1), prefixes.get(section) + name + ".*.");
      return;
    }
    if (comment.isEmpty()) {
      prefixes.put(member.group(1), "plimsoll." + name + ".");
      return;
    }
    String property = prefixes.get(section) + name;
    names.add(property);
    rows.computeIfAbsent(section, _ -> new ArrayList<>())
        .add(
            "| `%s` | %s | %s |"
                .formatted(property, byDefault.isEmpty() ? "" : "`" + byDefault + "`", comment));
  }

  List<String> names() {
    return names;
  }

  String page() {
    StringBuilder page = new StringBuilder(HEAD);
    rows.forEach(
        (section, lines) -> {
          page.append('\n');
          if (!section.isEmpty()) {
            page.append("## ").append(prefixes.get(section)).append("*\n");
            page.append(sectionTexts.get(section)).append("\n\n");
          }
          page.append("| property | default | meaning |\n| --- | --- | --- |\n");
          lines.forEach(line -> page.append(line).append('\n'));
        });
    return page.toString();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
