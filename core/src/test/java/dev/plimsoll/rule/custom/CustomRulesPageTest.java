package dev.plimsoll.rule.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.CelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What docs/custom-rules.md lists is what is declared; `-Dplimsoll.generate` writes it.
class CustomRulesPageTest {
  private static final Path PAGE = Path.of("../docs/custom-rules.md");

  @Test
  void listsTheVariables() throws IOException {
    assertSection("variables", variables());
  }

  @Test
  void listsTheLimits() throws IOException {
    assertSection("limits", limits());
  }

  private static void assertSection(String name, String expected) throws IOException {
    String page = Files.readString(PAGE);
    String begin = "<!-- " + name + ": written by CustomRulesPageTest -->\n";
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("<!-- end of " + name + " -->");
    assertThat(page).contains(begin);
    assertThat(to).isGreaterThanOrEqualTo(from);
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to)).as("run `make generate`").isEqualTo(expected);
  }

  private static String variables() {
    StringBuilder table =
        new StringBuilder("| variable | type | depth | what |\n| --- | --- | --- | --- |\n");
    Variables.types()
        .forEach(
            (name, type) -> {
              for (Shape<?> shape : Variables.SHAPES) {
                if (shape.type().equals(type)) {
                  shape.fields().forEach(field -> row(name, field, table));
                }
              }
            });
    table.append("| `pod` | `map(string, dyn)` | REFERENCE | what is known of the Pod |\n");
    return table.toString();
  }

  private static void row(String path, Field<?> field, StringBuilder table) {
    String here = path + "." + field.name();
    table.append(
        "| `%s` | `%s` | %s | %s |\n"
            .formatted(here, nameOf(field.type()), field.depth(), field.meaning()));
    for (Shape<?> inner : Variables.SHAPES) {
      if (nameOf(field.type()).endsWith(nameOf(inner.type()))
          || nameOf(field.type()).equals("list(" + nameOf(inner.type()) + ")")) {
        boolean list = nameOf(field.type()).startsWith("list");
        inner.fields().forEach(f -> row(here + (list ? "[]" : ""), f, table));
      }
    }
  }

  private static String nameOf(CelType type) {
    return type.parameters().isEmpty()
        ? type.name().replace("google.protobuf.Timestamp", "timestamp")
        : type.name()
            + "("
            + String.join(", ", type.parameters().stream().map(p -> nameOf(p)).toList())
            + ")";
  }

  private static String limits() {
    List<String> rows =
        List.of(
            row("custom rules of a policy", CustomLimits.RULES),
            row("characters of a name", CustomLimits.NAME),
            row("characters of an expression", CustomLimits.EXPRESSION),
            row("characters of a message, written or made", CustomLimits.MESSAGE),
            row("parts nested in each other", CustomLimits.NESTING),
            row(
                "`all`, `exists`, `map`, `filter` … nested in each other",
                CustomLimits.COMPREHENSIONS),
            row(
                "instructions of a compiled pattern, and the product of its counts",
                CustomLimits.PATTERN),
            row("steps of an evaluation", CustomLimits.STEPS),
            row("characters of a text that is looked at", CustomLimits.TEXT),
            row("characters of labels, variables and the like in all", CustomLimits.REDACTED),
            row("elements of a list that is looked at", CustomLimits.ELEMENTS));
    return "| at most | of |\n| --- | --- |\n" + String.join("", rows);
  }

  private static String row(String what, int most) {
    return "| %d | %s |\n".formatted(most, what);
  }
}
