package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.Manifest;
import dev.plimsoll.e2e.parts.ClusterExtension;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the chart tells whoever installs it, and what it makes of values as they are written.
@ExtendWith(ClusterExtension.class)
class ChartAdviceIT {
  private static final Path VALUES = SourceTree.root().resolve("e2e/src/test/resources/chart");
  private static final String IMAGE = "--set=image.repository=plimsoll-operator";

  private static Kubectl kubectl;
  private static Helm helm;

  @BeforeAll
  static void prepare(ControlPlane cluster) {
    kubectl = cluster.kubectl();
    helm = Helm.in(cluster.kubeconfig(), System.err::println);
    kubectl.run("create", "namespace", Installation.NAMESPACE); // there already after other tests
  }

  @Test
  void writesNumbersAsTheyWere() {
    String values = "--values=" + VALUES.resolve("valid-everything.yaml");

    assertThat(Manifest.stream(helm.template(values)))
        .contains("plimsoll.reports.most=2000000\n", "requests-per-second=20\n");
    assertThat(
            Manifest.stream(
                helm.template(
                    IMAGE, "--set-json=properties={\"quarkus.x\":0.25,\"quarkus.y\":true}")))
        .contains("quarkus.x=0.25\n", "quarkus.y=true\n");
  }

  /// As Flux archives the source tree, and Windows checks it out.
  @Test
  void saysWhatACheckoutWithoutLinksLacks(@TempDir Path directory) throws IOException {
    for (String part : List.of("Chart.yaml", "values.yaml", "values.schema.json")) {
      Files.copy(Helm.CHART.resolve(part), directory.resolve(part));
    }
    Path templates = Files.createDirectories(directory.resolve("templates"));
    try (Stream<Path> files = Files.list(Helm.CHART.resolve("templates"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, templates.resolve(file.getFileName()));
      }
    }

    Outcome outcome = helm.run("template", "plimsoll", directory.toString(), IMAGE);

    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.err())
        .contains("this chart has no files/webhook/service.yaml")
        .contains("pack the chart (make chart) and install dist/plimsoll-");
  }

  /// A network that a DaemonSet makes comes up only where that DaemonSet's Pods are let in.
  @Test
  void namesWhatANetworkMayHangOnUnderFail() {
    kubectl.run("create", "namespace", "kube-flannel");
    expect(kubectl.run("apply", "--server-side", "-f", VALUES + "/network-of-its-own.yaml"));
    try {
      assertThat(notes("--set=webhook.failurePolicy=Fail"))
          .contains("kube-flannel (kube-flannel-ds)")
          .doesNotContain("plain-ds");
      assertThat(
              notes(
                  "--set=webhook.failurePolicy=Fail",
                  "--set=webhook.excludedNamespaces={kube-system,kube-flannel}"))
          .doesNotContain("kube-flannel-ds");
      assertThat(notes()).doesNotContain("kube-flannel");
    } finally {
      kubectl.run("delete", "namespace", "kube-flannel", "--wait=false");
    }
  }

  private static String notes(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of("install", "try", Helm.CHART.toString(), IMAGE, "--dry-run=server"));
    line.addAll(List.of("--namespace=" + Installation.NAMESPACE, "--take-ownership"));
    line.addAll(List.of(arguments));
    String out = expect(helm.run(line.toArray(String[]::new)));
    return out.substring(out.indexOf("NOTES:"));
  }
}
