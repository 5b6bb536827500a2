package dev.plimsoll.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.DeployedOperator;
import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the documentation tells people to type, typed: page after page on one cluster, from the
/// installation to its end.
class DocumentedCommandsE2E {
  /// The pages as people go through them, and how many blocks of each are not run here: those for
  /// another way of installing, which ChartE2E takes, and for other projects' kinds.
  private static final Map<String, Integer> PAGES = pages();

  @TempDir static Path directory;
  private static ControlPlane cluster;
  private static RegistryServer registry;
  private static @Nullable DeployedOperator operator;

  private static Map<String, Integer> pages() {
    Map<String, Integer> pages = new LinkedHashMap<>();
    pages.put("install.md", 4);
    pages.put("rollout.md", 0);
    pages.put("air-gapped.md", 0);
    pages.put("upgrade.md", 0);
    pages.put("uninstall.md", 1);
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
    Files.createSymbolicLink(directory.resolve("helm"), helm);
    Files.createSymbolicLink(directory.resolve("kubectl"), cluster.kubectl().program());
  }

  @AfterAll
  static void end() {
    if (operator != null) {
      operator.close();
    }
    if (registry != null) {
      registry.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyCommandDoesWhatThePageSays() throws IOException {
    for (Map.Entry<String, Integer> page : PAGES.entrySet()) {
      List<DocumentedCommand> commands = DocumentedCommand.on(page.getKey());
      assertThat(commands.stream().filter(command -> !command.isRun()))
          .as("blocks of %s that are not run", page.getKey())
          .hasSize(page.getValue());
      for (DocumentedCommand command : commands) {
        if (command.isRun()) {
          run(command);
          startTheOperatorOnceItIsInstalled();
        }
      }
    }
    assertThat(cluster.kubectl().run("get", "crd", "-o=name").out()).doesNotContain("plimsoll");
  }

  private static void run(DocumentedCommand command) {
    Kubectl shell = new Kubectl(Path.of("/bin/bash"), cluster.kubeconfig());

    Outcome outcome =
        shell.run(
            "-euo",
            "pipefail",
            "-c",
            "cd %s; export PATH=%s:$PATH; %s"
                .formatted(SourceTree.root(), directory, withWhatIsThere(command.script())));

    String said = outcome.out() + outcome.err();
    if (command.failsWith() == null) {
      assertThat(outcome.succeeded()).as(command.title() + "\n" + said).isTrue();
    } else {
      assertThat(outcome.succeeded()).as(command.title() + "\n" + said).isFalse();
      assertThat(said).as(command.title()).contains(command.failsWith());
    }
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
