package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.installation.OperatorProcess;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The custom resource definitions go while the operator runs, are not there when it starts, and
/// come back older or newer than it: it never ends, never locks anybody out, and recovers.
@ExtendWith(InstallationExtension.class)
class DefinitionsE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String VERSION = "plimsoll.dev/catalogue-version";
  private static final List<String> DEFINITIONS = definitions();

  private final Surroundings surroundings;
  private final Installation installation;
  private final OperatorProcess operator;
  private final Kubectl kubectl;
  private final TestNamespace namespace;

  DefinitionsE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.installation = surroundings.installation();
    this.operator = installation.operator();
    this.kubectl = surroundings.cluster().kubectl();
    this.namespace = TestNamespace.create(kubectl, "definitions");
  }

  @AfterEach
  void bringBack() {
    applyDefinitions();
    installation.setFailurePolicy("Ignore");
    if (!operator.isReady()) {
      operator.restart();
    }
    namespace.delete();
  }

  @Test
  void deletedAndBroughtBackOlderAndNewer() {
    enforce();
    deleteDefinitions();
    await("the operator still judges", () -> dryRun().succeeded());
    await("no metric says so", () -> release("missing") == DEFINITIONS.size());
    assertThat(operator.isReady()).as("a replica that knows of no policy goes on").isTrue();
    installation.setFailurePolicy("Fail");
    Patience.pause(Duration.ofSeconds(1));
    Outcome underFail = dryRun();
    assertThat(underFail.succeeded()).as(underFail.err()).isTrue();
    installation.setFailurePolicy("Ignore");

    long said = missing();
    operator.relaunch();
    await("the log does not say so", () -> missing() > said);
    Patience.pause(Duration.ofSeconds(3));
    assertThat(operator.isRunning()).isTrue();
    assertThat(operator.isReady()).isFalse();

    applyDefinitions();
    await("the operator does not recover", operator::isReady);
    enforce();

    annotate("0");
    await("no metric says so", () -> release("older") == DEFINITIONS.size());
    await("no condition says so", () -> condition().equals("False Older"));
    assertThat(dryRun().err()).as("it judges by what there is").contains("root-user");

    annotate("99");
    await("no metric says so", () -> release("newer") == DEFINITIONS.size());
    await("the condition stays", () -> condition().isEmpty());
    assertThat(dryRun().err()).contains("root-user");
  }

  private void enforce() {
    Patience.await(
        PATIENCE, () -> policy().succeeded(), () -> "no policy can be made: " + policy().err());
    await("the policy is not judged by", () -> dryRun().err().contains("root-user"));
  }

  private Outcome policy() {
    return namespace.apply(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: load-line}
        spec: {alreadyRunning: Refuse, rules: {user: {rootUser: {}}}}
        """);
  }

  private Outcome dryRun() {
    return namespace.run(
        "create",
        "deployment",
        "dry",
        "--image=" + surroundings.registry().host() + "/faults:root",
        "--dry-run=server");
  }

  private static List<String> definitions() {
    try (Stream<Path> files = Files.list(SourceTree.root().resolve("config/crd"))) {
      return files
          .map(file -> "crd/" + file.getFileName().toString().replace(".yaml", ""))
          .filter(definition -> definition.endsWith(".plimsoll.dev"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteDefinitions() {
    for (String definition : DEFINITIONS) {
      expect(kubectl.run("delete", definition, "--timeout=120s"));
    }
  }

  private void applyDefinitions() {
    Definitions.apply(kubectl, SourceTree.root().resolve("config/crd"));
  }

  private void annotate(String version) {
    for (String definition : DEFINITIONS) {
      expect(kubectl.run("annotate", "--overwrite", definition, VERSION + "=" + version));
    }
  }

  /// How often the log says that a definition is missing.
  private long missing() {
    return operator
        .logTail(Integer.MAX_VALUE)
        .lines()
        .filter(line -> line.contains("Definition is missing"))
        .count();
  }

  private double release(String release) {
    return operator.metrics().sum("plimsoll_definitions", Map.of("release", release));
  }

  private String condition() {
    String path = "{.status.conditions[?(@.type==\"DefinitionCurrent\")].%s}";
    return expect(
            namespace.run(
                "get",
                "imagepolicies.plimsoll.dev/load-line",
                "-o=jsonpath=" + path.formatted("status") + " " + path.formatted("reason")))
        .strip();
  }

  private void await(String otherwise, BooleanSupplier condition) {
    Patience.await(
        PATIENCE, condition, () -> otherwise + "; the operator's log:\n" + operator.logTail());
  }
}
