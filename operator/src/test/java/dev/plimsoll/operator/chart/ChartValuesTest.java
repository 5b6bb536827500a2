package dev.plimsoll.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.chart.ChartValues.Value;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the chart's values, their schema, their page and the operator's configuration together.
class ChartValuesTest {
  private static final Path README = ChartValues.CHART.resolve("README.md");
  private static final Pattern PROPERTY = Pattern.compile("\"(plimsoll\\.[a-z.-]+)=");

  /// Defaults that say nothing: without the value, all is the same.
  private static final Set<String> NOTHING = Set.of("[]", "{}", "\"\"");

  private static final Set<String> MAY_BE_NULL =
      Set.of("javaOptions", "priorityClassName", "resources");

  @Test
  void readmeSaysWhatCanBeSet() throws IOException {
    String readme = ChartValues.read().readme();
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(README, readme);
    }
    assertThat(README).as("run `make generate`").exists().hasContent(readme);
  }

  @Test
  void everyValueIsDescribed() throws IOException {
    assertThat(ChartValues.read().values())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            value -> assertThat(value.description()).as(value.path()).isNotEmpty().endsWith("."));
  }

  @Test
  void schemaKnowsEveryValueAndNoOther() throws IOException {
    Set<String> inSchema = new TreeSet<>();
    JsonNode schema =
        new ObjectMapper().readTree(ChartValues.CHART.resolve("values.schema.json").toFile());
    collect("", schema, inSchema);
    inSchema.remove("global"); // Helm's own, in every chart
    Set<String> inValues =
        ChartValues.read().values().stream().map(Value::path).collect(Collectors.toSet());

    inSchema.removeIf(path -> path.startsWith("certificates.issuerRef."));
    assertThat(inSchema).isEqualTo(new TreeSet<>(inValues));
  }

  private static void collect(String prefix, JsonNode schema, Set<String> paths) {
    Iterator<String> names = schema.path("properties").fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      paths.add(prefix + name);
      collect(prefix + name + ".", schema.path("properties").path(name), paths);
    }
  }

  /// Helm takes a value away that is set to null, and a template that needs it would then fail in
  /// its own words or write an empty property.
  @Test
  void schemaAsksForWhatTemplatesCannotDoWithout() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(ChartValues.CHART.resolve("values.schema.json").toFile());
    Set<String> required = new TreeSet<>();
    required("", schema, required);

    assertThat(required)
        .containsExactlyInAnyOrderElementsOf(
            ChartValues.read().values().stream()
                .filter(value -> !NOTHING.contains(value.byDefault()))
                .map(Value::path)
                .filter(path -> !MAY_BE_NULL.contains(path))
                .filter(path -> !path.startsWith("podSecurityContext."))
                .toList());
  }

  private static void required(String prefix, JsonNode schema, Set<String> paths) {
    boolean isGroup = schema.path("additionalProperties").isBoolean();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> required(prefix + property.getKey() + ".", property.getValue(), paths));
    if (isGroup && !prefix.equals("certificates.issuerRef.")) {
      schema.path("required").forEach(name -> paths.add(prefix + name.asText()));
    }
  }

  @Test
  void setsOnlyPropertiesThatTheOperatorHas() throws IOException {
    Set<String> set =
        PROPERTY
            .matcher(Files.readString(ChartValues.CHART.resolve("templates/_helpers.tpl")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(set).hasSizeGreaterThan(8);
    assertThat(ConfigMappings.getProperties(ConfigClass.configClass(OperatorConfig.class)))
        .containsKeys(set.toArray(String[]::new));
  }
}
