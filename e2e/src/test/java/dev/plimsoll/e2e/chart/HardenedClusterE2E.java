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
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An API server that shows webhooks a certificate, as `docs/security.md` has it, and that grants
/// Kubernetes' own priority classes by quota alone, as GKE's does.
class HardenedClusterE2E {
  private static final Pattern BLOCK = Pattern.compile("```(sh|yaml)\n(.*?)```", Pattern.DOTALL);

  /// Beside what the page has in the same file.
  private static final String LIMITED_CLASSES =
      """
      - name: ResourceQuota
        configuration:
          apiVersion: apiserver.config.k8s.io/v1
          kind: ResourceQuotaConfiguration
          limitedResources:
          - resource: pods
            matchScopes:
            - scopeName: PriorityClass
              operator: In
              values: [system-node-critical, system-cluster-critical]
      """;

  @TempDir static Path directory;
  private static ControlPlane cluster;
  private static RegistryServer registry;
  private static DeployedOperator operator;
  private static Kubectl kubectl;

  @BeforeAll
  static void install() throws IOException {
    String section = callersOnThePage();
    shell(block(section, "openssl"));
    write("webhooks.kubeconfig", block(section, "kind: Config"));
    Path admission =
        write("admission.yaml", block(section, "kind: AdmissionConfiguration") + LIMITED_CLASSES);
    cluster =
        ControlPlane.start(
            ControlPlaneSettings.defaults()
                .withApiServerFlags("--admission-control-config-file=" + admission));
    kubectl = cluster.kubectl();
    registry =
        ImageCorpus.find(System.err::println)
            .serve(RegistrySettings.defaults(), System.err::println);
    expect(
        Helm.in(cluster.kubeconfig(), System.err::println)
            .run(
                "install",
                "plimsoll",
                Helm.CHART.toString(),
                "--namespace=" + Installation.NAMESPACE,
                "--create-namespace",
                "--set=image.repository=" + registry.host() + "/apps/002",
                "--set=image.tag=corrected",
                "--set-file=webhook.clientAuthority=" + directory.resolve("authority.crt"),
                "--wait",
                "--timeout=120s"));
    operator =
        DeployedOperator.start(
            cluster, "plimsoll.webhook.client-ca-file=" + directory.resolve("authority.crt"));
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

  /// The installation waited for the replicas, so they are there; here is that it was no matter of
  /// course.
  @Test
  void replicasHaveTheirClassWhereOnlyAQuotaGrantsIt() {
    assertThat(
            expect(
                kubectl.run(
                    "get",
                    "pods",
                    "-n=" + Installation.NAMESPACE,
                    "-l=app.kubernetes.io/name=plimsoll",
                    "-o=jsonpath={.items[*].spec.priorityClassName}")))
        .isEqualTo("system-cluster-critical system-cluster-critical");
    assertThat(
            kubectl
                .run(
                    "run",
                    "elsewhere",
                    "--image=registry.example.com/web",
                    "--overrides={\"spec\":{\"priorityClassName\":\"system-cluster-critical\"}}")
                .err())
        .contains("insufficient quota to match these scopes");
  }

  @Test
  void operatorAnswersTheApiServerThatShowsItsCertificate() {
    Outcome test = operator.selfTest();

    assertThat(test.status()).as(test.out()).isZero();
    assertThat(test.out()).startsWith("The API server asks Plimsoll");
  }

  @Test
  void operatorAnswersNobodyWithoutOne() {
    String call =
        "curl -sk --max-time 60 %s https://127.0.0.1:%d/validate -d '{}' -o /dev/null -w '%%{http_code}'";
    int port = operator.process().webhookPort();
    String caller =
        "--cert %1$s/caller.crt --key %1$s/caller.key".formatted(directory.toAbsolutePath());

    assertThat(shell(call.formatted("", port) + " || true")).isEqualTo("000");
    assertThat(shell(call.formatted(caller, port))).isEqualTo("400");
  }

  private static String callersOnThePage() throws IOException {
    String page = Files.readString(SourceTree.root().resolve("docs/security.md"));
    int begin = page.indexOf("Who reaches port 9443");
    assertThat(begin).isPositive();
    return page.substring(begin, page.indexOf("\n## ", begin));
  }

  /// The one block of the section that has `sign` in it, with its files where this test has them.
  private static String block(String section, String sign) {
    List<String> found =
        BLOCK
            .matcher(section)
            .results()
            .map(block -> block.group(2))
            .filter(block -> block.contains(sign))
            .toList();
    assertThat(found).as("blocks with " + sign).hasSize(1);
    return found.getFirst().replace("/etc/kubernetes", directory.toString());
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static String shell(String script) {
    return expect(
        new Kubectl(Path.of("/bin/bash"), directory)
            .run("-euo", "pipefail", "-c", "cd " + directory + "; " + script));
  }
}
