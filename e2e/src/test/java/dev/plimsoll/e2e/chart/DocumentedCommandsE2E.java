package dev.plimsoll.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.DeployedOperator;
import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.parts.CertManager;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the documentation tells people to type, typed: page after page on one cluster, from the
/// installation to its end.
class DocumentedCommandsE2E {
  private static final int TRIES = 3;

  /// The pages as people go through them, and how many blocks of each are not run here.
  private static final Map<String, Integer> PAGES = pages();

  @TempDir static Path programs;
  @TempDir static Path tree;
  private static ControlPlane cluster;
  private static RegistryServer registry;
  private static @Nullable DeployedOperator operator;

  private static Map<String, Integer> pages() {
    Map<String, Integer> pages = new LinkedHashMap<>();
    pages.put("install.md", 0);
    pages.put("rollout.md", 0);
    pages.put("air-gapped.md", 0);
    pages.put("upgrade.md", 0);
    pages.put("uninstall.md", 0);
    pages.put("troubleshooting.md", 0);
    return pages;
  }

  @BeforeAll
  static void prepare() throws IOException {
    cluster = ControlPlane.start(ControlPlaneSettings.defaults().withProgress(System.err::println));
    registry =
        ImageCorpus.find(System.err::println)
            .serve(RegistrySettings.defaults(), System.err::println);
    Path helm = Helm.in(cluster.kubeconfig(), System.err::println).program().program();
    Files.createSymbolicLink(programs.resolve("helm"), helm);
    Files.createSymbolicLink(programs.resolve("kubectl"), cluster.kubectl().program());
    linkSources();
    CertManager.define(cluster.kubectl(), System.err::println);
    Path others = SourceTree.root().resolve("e2e/src/test/resources/chart");
    Definitions.apply(cluster.kubectl(), others.resolve("definitions-of-others.yaml"));
  }

  /// Where commands write beside the sources, they write here.
  private static void linkSources() throws IOException {
    try (Stream<Path> sources = Files.list(SourceTree.root())) {
      for (Path source : sources.toList()) {
        String name = source.getFileName().toString();
        if (!name.equals("dist") && !name.startsWith(".")) {
          Files.createSymbolicLink(tree.resolve(name), source);
        }
      }
    }
  }

  @AfterEach
  void stopTheOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  @AfterAll
  static void end() {
    if (registry != null) {
      registry.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyCommandIsRunOrCounted() throws IOException {
    for (Map.Entry<String, Integer> page : PAGES.entrySet()) {
      assertThat(DocumentedCommand.on(page.getKey()).stream().filter(each -> each.way() == null))
          .as("blocks of %s that are not run", page.getKey())
          .hasSize(page.getValue());
    }
  }

  /// From the installation, one way or another, to its end.
  @ParameterizedTest
  @ValueSource(strings = {"", "with kustomize", "with one file"})
  void everyCommandDoesWhatThePageSays(String way) throws IOException {
    int run = 0;
    for (String page : PAGES.keySet()) {
      for (DocumentedCommand command : DocumentedCommand.on(page)) {
        if (way.equals(command.way())) {
          awaitDefinitions();
          run(command);
          run++;
          if (way.isEmpty()) {
            startTheOperatorOnceItIsInstalled();
          }
        }
      }
    }
    assertThat(run).as("commands %s", way).isGreaterThan(2);
    assertThat(cluster.kubectl().run("get", "crd,validatingwebhookconfigurations", "-o=name").out())
        .doesNotContain("plimsoll");
  }

  private static void run(DocumentedCommand command) {
    Outcome outcome = outcome(command);
    for (int i = 0; i < TRIES && outcome.err().contains("try again shortly"); i++) {
      outcome = outcome(command); // as who reads the page is told to
    }
    String said = outcome.out() + outcome.err();
    if (command.failsWith() == null) {
      assertThat(outcome.succeeded()).as(command.title() + "\n" + said).isTrue();
    } else {
      assertThat(outcome.succeeded()).as(command.title() + "\n" + said).isFalse();
      assertThat(said).as(command.title()).contains(command.failsWith());
    }
  }

  private static Outcome outcome(DocumentedCommand command) {
    Kubectl shell = new Kubectl(Path.of("/bin/bash"), cluster.kubeconfig());
    try {
      return shell.run(
          "-euo",
          "pipefail",
          "-c",
          "cd %s; export PATH=%s:$PATH; %s"
              .formatted(tree, programs, withWhatIsThere(command.script())));
    } catch (PartsException e) {
      throw new PartsException(e.getMessage() + "\n" + whatGoesOn(), e);
    }
  }

  /// A definition that is deleted before the API server serves it waits for minutes (its condition
  /// says "storage is (re)initializing"), and people are slower than this test.
  private static void awaitDefinitions() {
    Kubectl kubectl = cluster.kubectl();
    List<String> names =
        Arrays.stream(
                kubectl.run("get", "crd", "-o=jsonpath={.items[*].metadata.name}").out().split(" "))
            .filter(name -> name.endsWith(".plimsoll.dev"))
            .toList();
    Definitions.awaitServed(kubectl, names);
  }

  /// What a command that does not end may be waiting for.
  private static String whatGoesOn() {
    Kubectl kubectl = cluster.kubectl();
    String conditions =
        "{range .items[*]}{.kind} {.metadata.name} {.metadata.deletionTimestamp} {.metadata.finalizers}"
            + " {.status.conditions}{'\\n'}{end}";
    return kubectl.run("get", "crd,namespaces", "-o=jsonpath=" + conditions).out()
        + kubectl.run("get", "pods", "-o=wide", "-n", Installation.NAMESPACE).out();
  }

  /// The pages name images of a registry that is nobody's.
  private static String withWhatIsThere(String script) {
    return script
        .replace(
            "image.repository=registry.example.com/plimsoll/operator",
            "image.repository=%s/apps/002,image.tag=corrected".formatted(registry.host()))
        .replace("registry.example.com/shop/web:1.4", registry.host() + "/faults:root");
  }

  /// No kubelet runs what the chart deploys, so it runs here.
  private static void startTheOperatorOnceItIsInstalled() {
    Kubectl kubectl = cluster.kubectl();
    if (operator == null
        && kubectl.run("get", "configmap", "plimsoll", "-n", Installation.NAMESPACE).succeeded()) {
      operator =
          DeployedOperator.start(cluster, "plimsoll.registries.insecure-hosts=" + registry.host());
    }
  }
}
