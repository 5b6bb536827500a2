package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
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
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the runbooks say to do in an emergency, and the ways back from it, on an installation by
/// Helm under `failurePolicy: Fail`.
class EmergencyE2E {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec: {alreadyRunning: Refuse, rules: {reference: {mutableTag: {}}}}
      """;

  private static ControlPlane cluster;
  private static RegistryServer registry;
  private static DeployedOperator operator;
  private static Kubectl kubectl;
  private static Helm helm;

  @BeforeAll
  static void install() {
    cluster = ControlPlane.start(ControlPlaneSettings.defaults().withProgress(System.err::println));
    registry =
        ImageCorpus.find(System.err::println)
            .serve(RegistrySettings.defaults(), System.err::println);
    kubectl = cluster.kubectl();
    helm = Helm.in(cluster.kubeconfig(), System.err::println);
    expect(helm("install", "--create-namespace"));
    operator = DeployedOperator.start(cluster);
    await(() -> !webhook("{.webhooks[0].clientConfig.caBundle}").isEmpty());
    expect(kubectl.run("create", "namespace", "shop"));
    expect(kubectl.apply(POLICY));
    await(() -> isRefused(dryRun()));
  }

  @AfterAll
  static void end() {
    for (AutoCloseable part : new AutoCloseable[] {operator, registry, cluster}) {
      if (part != null) {
        close(part);
      }
    }
  }

  @Test
  void wayBackOnTheRunbookIsInNobodysWay() throws IOException {
    Path runbook = SourceTree.root().resolve("docs/runbooks/PlimsollAbsent.md");
    List<String> patches =
        Files.readString(runbook)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("kubectl patch "))
            .toList();
    List<String> policies = new ArrayList<>();
    for (String command : patches) {
      expect(
          new Kubectl(Path.of("/bin/bash"), cluster.kubeconfig())
              .run("-c", kubectl.program().getParent() + "/" + command));
      policies.add(webhook("{.webhooks[0].failurePolicy}"));
    }

    assertThat(policies).containsExactly("Ignore", "Fail");
    expect(helm("upgrade"));
    assertThat(webhook("{.webhooks[0].failurePolicy}")).isEqualTo("Fail");
  }

  @Test
  void upgradeTakesBackWhatWasPatchedOnlyWhereItIsTold() {
    patch("/webhooks/0/failurePolicy", "\"Ignore\"");

    assertThat(helm("upgrade").err()).contains("conflict", "kubectl-patch", "failurePolicy");
    assertThat(webhook("{.webhooks[0].failurePolicy}")).isEqualTo("Ignore");

    expect(helm("upgrade", "--force-conflicts"));
    assertThat(webhook("{.webhooks[0].failurePolicy}")).isEqualTo("Fail");
  }

  @Test
  void upgradeBringsADeletedWebhookBack() {
    expect(kubectl.run("delete", "validatingwebhookconfiguration", "plimsoll"));
    await(() -> dryRun().succeeded());

    expect(helm("upgrade"));

    await(() -> isRefused(dryRun()));
    assertThat(webhook("{.webhooks[0].clientConfig.caBundle}")).isNotEmpty();
  }

  @Test
  void enforcesNothingWhereTheClusterCouldBeLockedOut() {
    patch("/webhooks/0/namespaceSelector", "{}");
    await(() -> dryRun().succeeded());

    expect(helm("upgrade", "--force-conflicts"));

    await(() -> isRefused(dryRun()));
  }

  private static Outcome helm(String command, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "plimsoll",
                Helm.CHART.toString(),
                "--namespace=" + Installation.NAMESPACE,
                "--set=image.repository=" + registry.host() + "/apps/002",
                "--set=image.tag=corrected",
                "--set=webhook.failurePolicy=Fail"));
    line.addAll(List.of(arguments));
    return helm.run(line.toArray(String[]::new));
  }

  private static void patch(String path, String value) {
    expect(
        kubectl.run(
            "patch",
            "validatingwebhookconfiguration",
            "plimsoll",
            "--type=json",
            "--patch=[{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}]".formatted(path, value)));
  }

  private static Outcome dryRun() {
    return kubectl.run(
        "create",
        "deployment",
        "try",
        "-n=shop",
        "--image=registry.example.com/shop/web:latest",
        "--dry-run=server");
  }

  private static boolean isRefused(Outcome outcome) {
    return outcome.err().contains("mutable-tag");
  }

  private static String webhook(String path) {
    return expect(
        kubectl.run("get", "validatingwebhookconfiguration", "plimsoll", "-o=jsonpath=" + path));
  }

  private static void await(BooleanSupplier condition) {
    Patience.await(Duration.ofMinutes(2), condition, () -> "not within 2 min");
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
