package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.DeployedOperator;
import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installed as people install it, in a cluster of its own: by the chart, by the kustomization and
/// by one file; upgraded with policies in place; and removed again, in any order, without a trace
/// that holds anything up.
class ChartE2E {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec: {alreadyRunning: Refuse, rules: {reference: {mutableTag: {}}}}
      """;

  @TempDir static Path directory;
  private static ControlPlane cluster;
  private static RegistryServer registry;
  private static Kubectl kubectl;
  private static Helm helm;

  @BeforeAll
  static void prepare() {
    cluster = ControlPlane.start(ControlPlaneSettings.defaults().withProgress(System.err::println));
    registry =
        ImageCorpus.find(System.err::println)
            .serve(RegistrySettings.defaults(), System.err::println);
    kubectl = cluster.kubectl();
    helm = Helm.in(cluster.kubeconfig(), System.err::println);
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
  void chartIsUpgradedAndUninstalledWithPoliciesInPlace() {
    String previous = previousChart();
    helm("install", previous, "--create-namespace", "--wait", "--timeout=120s");
    try (DeployedOperator operator = DeployedOperator.start(cluster)) {
      assertThat(operator.selfTest().out()).startsWith("The API server asks Plimsoll");
      enforceInShop();
      String policy = value("imagepolicies.plimsoll.dev/load-line", "{.metadata.uid}");
      String authority = webhook("{.webhooks[0].clientConfig.caBundle}");
      assertThat(webhook("{.webhooks[0].timeoutSeconds}")).isEqualTo("3");
      assertThat(isDefinitionOfThisChart()).isFalse();

      helm("upgrade", Helm.CHART.toString(), "--wait", "--timeout=120s");

      assertThat(webhook("{.webhooks[0].timeoutSeconds}")).isEqualTo("5");
      assertThat(webhook("{.webhooks[0].clientConfig.caBundle}")).isEqualTo(authority);
      assertThat(isDefinitionOfThisChart()).isTrue();
      assertThat(value("imagepolicies.plimsoll.dev/load-line", "{.metadata.uid}"))
          .isEqualTo(policy);
      assertThat(deploy("after-upgrade").err()).contains("mutable-tag");
      assertThat(helm.run("test", "plimsoll", "-n", Installation.NAMESPACE, "--timeout=120s").out())
          .contains("Phase:          Succeeded");
      expect(helm.run("uninstall", "plimsoll", "-n", Installation.NAMESPACE, "--wait"));

      assertThat(webhooks()).isEmpty();
      awaitNotAsked();
      expect(deploy("after-uninstall"));
      assertThat(value("imagepolicies.plimsoll.dev/load-line", "{.metadata.uid}"))
          .as("policies stay with their definitions")
          .isEqualTo(policy);
    }
    leavesNothingBehind();
  }

  @Test
  void oneFileInstallsWhatTheKustomizationRemoves() {
    Path file = SourceTree.root().resolve("dist/install.yaml");
    run("config/install-yaml.sh", registry.host() + "/apps/002:corrected");
    expect(kubectl.run("apply", "--server-side", "-f", file.toString()));
    try (DeployedOperator operator =
        DeployedOperator.start(cluster, "plimsoll.admission.rehearsals=40")) {
      assertThat(operator.selfTest().status()).isZero();
      await(() -> operator.process().logTail(1000).contains("Rehearsed"));
      enforceInShop();

      expect(kubectl.run("delete", "-k", SourceTree.root() + "/config/default", "--timeout=120s"));

      assertThat(webhooks()).isEmpty();
      awaitNotAsked();
      expect(deploy("after-delete"));
    }
    leavesNothingBehind();
  }

  @Test
  void helmTakesOverWhatKubectlApplied() {
    run("config/install-yaml.sh", registry.host() + "/apps/002:corrected");
    expect(kubectl.run("apply", "--server-side", "-f", SourceTree.root() + "/dist/install.yaml"));

    helm("install", Helm.CHART.toString(), "--take-ownership", "--force-conflicts");
    awaitDefinitions();

    expect(helm.run("uninstall", "plimsoll", "-n", Installation.NAMESPACE));
    assertThat(webhooks()).isEmpty();
    leavesNothingBehind();
  }

  @Test
  void definitionsMayGoFirst() {
    helm("install", Helm.CHART.toString(), "--create-namespace");
    try (DeployedOperator operator = DeployedOperator.start(cluster)) {
      await(() -> operator.selfTest().status() == 0);
      enforceInShop();

      expect(kubectl.run("delete", "crd", "-l=app.kubernetes.io/name=plimsoll", "--timeout=120s"));

      await(() -> deploy("without-policies").succeeded());
      assertThat(operator.process().isRunning()).isTrue();
      expect(helm.run("uninstall", "plimsoll", "-n", Installation.NAMESPACE));
      assertThat(webhooks()).isEmpty();
    }
    leavesNothingBehind();
  }

  private static void enforceInShop() {
    expect(kubectl.run("create", "namespace", "shop"));
    expect(kubectl.apply(POLICY));
    expect(
        kubectl.run(
            "wait",
            "--for=condition=Ready",
            "--timeout=120s",
            "-n=shop",
            "imagepolicies.plimsoll.dev/load-line"));
    assertThat(deploy("refused").err()).contains("mutable-tag");
  }

  /// The API server learns a moment later that a webhook is gone.
  private static void awaitNotAsked() {
    await(() -> kubectl.run(line("gone", "--dry-run=server")).succeeded());
  }

  /// A definition that is deleted before it is served may stay for minutes.
  private static void awaitDefinitions() {
    Definitions.awaitServed(
        kubectl,
        expect(kubectl.run("get", "crd", "-l=app.kubernetes.io/name=plimsoll", "-o=name"))
            .lines()
            .map(line -> line.substring(line.indexOf('/') + 1))
            .toList());
  }

  /// Every namespace and definition can be deleted, so no finalizer and no webhook holds one.
  private static void leavesNothingBehind() {
    expect(
        kubectl.run(
            "delete",
            "namespace",
            "shop",
            "plimsoll-probe",
            Installation.NAMESPACE,
            "--ignore-not-found",
            "--timeout=120s"));
    expect(kubectl.run("delete", "crd", "-l=app.kubernetes.io/name=plimsoll", "--timeout=120s"));
    assertThat(
            expect(
                kubectl.run(
                    "get",
                    "clusterroles,clusterrolebindings,validatingwebhookconfigurations,crds",
                    "-l=app.kubernetes.io/name=plimsoll",
                    "-o=name")))
        .isEmpty();
  }

  /// This chart as an older one: another version, another definition, other defaults.
  private static String previousChart() {
    Path copy = directory.resolve("plimsoll");
    run("cp", "-rL", Helm.CHART.toString(), copy.toString());
    run("sed", "-i", "s/^version: .*/version: 0.0.9/", copy.resolve("Chart.yaml").toString());
    run("sed", "-i", "s/timeoutSeconds: 5/timeoutSeconds: 3/", copy + "/values.yaml");
    run(
        "sed",
        "-i",
        "s/What happens where an image could/What became of an image that could/",
        copy + "/files/crd/imagepolicies.plimsoll.dev.yaml");
    return copy.toString();
  }

  private static boolean isDefinitionOfThisChart() {
    return value("crd/imagepolicies.plimsoll.dev", "{.spec.versions[0].schema}")
        .contains("What happens where an image could");
  }

  private static Outcome deploy(String name) {
    return kubectl.run(line(name));
  }

  private static String[] line(String name, String... options) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "create",
                "deployment",
                name,
                "-n=shop",
                "--image=registry.example.com/shop/web:latest"));
    line.addAll(List.of(options));
    return line.toArray(String[]::new);
  }

  private static String webhooks() {
    return expect(
        kubectl.run(
            "get",
            "validatingwebhookconfigurations",
            "-l=app.kubernetes.io/name=plimsoll",
            "-o=name"));
  }

  private static String webhook(String path) {
    return value("validatingwebhookconfiguration/plimsoll", path);
  }

  private static String value(String object, String path) {
    return expect(kubectl.run("get", object, "-n=shop", "-o=jsonpath=" + path));
  }

  private static void helm(String command, String chart, String... arguments) {
    String[] line = new String[arguments.length + 7];
    System.arraycopy(
        new String[] {
          command,
          "plimsoll",
          chart,
          "-n",
          Installation.NAMESPACE,
          "--set=image.repository=" + registry.host() + "/apps/002",
          "--set=image.tag=corrected"
        },
        0,
        line,
        0,
        7);
    System.arraycopy(arguments, 0, line, 7, arguments.length);
    expect(helm.run(line));
  }

  private static void run(String program, String... arguments) {
    Path given = SourceTree.root().resolve(program);
    Path path = program.contains("/") ? given : Path.of("/bin", program);
    expect(new Kubectl(path, cluster.kubeconfig()).run(arguments));
  }

  private static void await(BooleanSupplier condition) {
    Patience.await(Duration.ofMinutes(3), condition, () -> "not within 3 min");
  }
}
