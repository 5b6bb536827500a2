package dev.plimsoll.e2e.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The alerts: Prometheus' own tool reads them and plays series against them, the Prometheus
/// Operator gets the same ones, and each has its runbook.
class AlertRulesIT {
  private static final Path ROOT = SourceTree.root();
  private static final Path DIRECTORY = ROOT.resolve("config/prometheus");
  private static final Path RULES = DIRECTORY.resolve("plimsoll.rules.yaml");

  @Test
  void rulesAreOnesThatPrometheusReads() throws Exception {
    assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
  }

  @Test
  void alertsFireOnFaultySeriesAndAreSilentOnHealthyOnes() throws Exception {
    try (Stream<Path> tests = Files.list(DIRECTORY.resolve("tests"))) {
      List<String> line = new ArrayList<>(List.of("test", "rules"));
      tests.map(Path::toString).sorted().forEach(line::add);
      assertThat(line).as("tests of alerts").hasSizeGreaterThan(2);
      assertThat(promtool(line.toArray(String[]::new))).contains("SUCCESS");
    }
  }

  @Test
  void prometheusOperatorGetsTheSameRules() throws IOException {
    Map<?, ?> plain = yaml(RULES);
    Map<?, ?> resource = yaml(DIRECTORY.resolve("prometheus-rule.yaml"));

    assertThat((Map<?, ?>) resource.get("spec")).isEqualTo(plain);
  }

  @Test
  void everyAlertHasItsTestAndItsRunbook() throws IOException {
    List<?> groups = (List<?>) yaml(RULES).get("groups");
    List<Map<?, ?>> alerts =
        groups.stream()
            .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
            .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
            .filter(rule -> rule.containsKey("alert"))
            .toList();
    assertThat(alerts).isNotEmpty();
    String tests = "";
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("tests"))) {
      for (Path file : files.toList()) {
        tests += Files.readString(file);
      }
    }
    for (Map<?, ?> alert : alerts) {
      Map<?, ?> annotations = (Map<?, ?>) alert.get("annotations");
      assertThat(ROOT.resolve((String) annotations.get("runbook"))).exists();
      assertThat(tests).contains("alertname: " + alert.get("alert"));
    }
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("promtool"));
    line.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(line).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(
          "promtool is missing; as root: apt-get update && apt-get install -y"
              + " --no-install-recommends prometheus",
          e);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Map<?, ?> yaml(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), Map.class);
  }
}
