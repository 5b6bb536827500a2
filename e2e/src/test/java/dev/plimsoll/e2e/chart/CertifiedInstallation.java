package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.Repeated;
import dev.plimsoll.e2e.installation.DeployedOperator;
import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.MountedSecret;
import dev.plimsoll.e2e.parts.CertManager;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A cluster with the real cert-manager, in which the chart is installed under `failurePolicy:
/// Fail`, and reviews that go on all the while: one that is lost is seen.
final class CertifiedInstallation implements AutoCloseable {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec: {alreadyRunning: Refuse, rules: {reference: {mutableTag: {}}}}
      """;
  private static final String CERTIFICATE = "plimsoll-webhook";
  private static final String DIRECTORY = "/etc/plimsoll/certificate";

  /// Far below the defaults of a minute and five, so that what takes hours takes seconds here.
  private static final String[] QUICK = {
    "plimsoll.certificate.check-period=1s", "plimsoll.webhook.connection-age=2s"
  };

  private ControlPlane cluster;
  private Helm helm;
  private CertManager certManager;
  private MountedSecret mounted;
  private DeployedOperator operator;
  private Repeated reviewing;

  /// Returns once reviews are answered by an operator that makes its certificate itself; what has
  /// begun by then is ended where that fails.
  static CertifiedInstallation start() {
    var installation = new CertifiedInstallation();
    try {
      installation.install();
      return installation;
    } catch (RuntimeException | Error e) {
      installation.close();
      throw e;
    }
  }

  private void install() {
    cluster = ControlPlane.start(ControlPlaneSettings.defaults().withProgress(System.err::println));
    helm = Helm.in(cluster.kubeconfig(), System.err::println);
    certManager = CertManager.start(cluster, System.err::println);
    helm("install", "--create-namespace");
    operator = DeployedOperator.start(cluster, QUICK);
    expect(kubectl().run("create", "namespace", "shop"));
    expect(kubectl().apply(POLICY));
    awaitReviewed();
    reviewing = Reviewing.start(cluster.client());
  }

  Kubectl kubectl() {
    return cluster.kubectl();
  }

  ConfiguredWebhook webhook() {
    return new ConfiguredWebhook(kubectl());
  }

  /// The chart again, with what it was told before and these settings.
  void upgrade(String... settings) {
    List<String> options = new ArrayList<>(List.of("--reset-then-reuse-values"));
    List.of(settings).forEach(setting -> options.add("--set=" + setting));
    helm("upgrade", options.toArray(String[]::new));
  }

  void uninstall() {
    expect(helm.run("uninstall", "plimsoll", "-n", Installation.NAMESPACE));
  }

  private void helm(String command, String... options) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "plimsoll",
                Helm.CHART.toString(),
                "--namespace=" + Installation.NAMESPACE,
                "--set=image.repository=registry.example.com/plimsoll/operator",
                "--set=webhook.failurePolicy=Fail"));
    line.addAll(List.of(options));
    expect(helm.run(line.toArray(String[]::new)));
  }

  /// Puts an operator in the other's place that serves what cert-manager made, as a Deployment
  /// does: the former ends once it is asked no more.
  void replaceOperator() {
    await(this::isReady);
    mounted = MountedSecret.at(DIRECTORY, cluster, Duration.ofSeconds(2));
    DeployedOperator next =
        DeployedOperator.startBeside(
            cluster, QUICK[0], QUICK[1], "plimsoll.certificate.directory=" + mounted.directory());
    await(() -> asksAlone(next));
    operator.close();
    operator = next;
  }

  private boolean isReady() {
    return kubectl()
        .run(
            "wait",
            "certificates.cert-manager.io/" + CERTIFICATE,
            "--namespace=" + Installation.NAMESPACE,
            "--for=condition=Ready",
            "--timeout=20s")
        .succeeded();
  }

  /// Whether the API server's reviews go to this operator now and to the former no more: that one's
  /// connections have ended.
  private boolean asksAlone(DeployedOperator next) {
    double former = asked(operator);
    double now = asked(next);
    awaitReviews(10);
    return asked(next) > now && asked(operator) == former;
  }

  private static double asked(DeployedOperator one) {
    return one.process()
        .metrics()
        .sum("http_server_requests_seconds_count", Map.of("uri", "/validate"));
  }

  /// As `cmctl renew` does.
  void renew() {
    expect(
        kubectl()
            .run(
                "patch",
                "certificates.cert-manager.io",
                CERTIFICATE,
                "--namespace=" + Installation.NAMESPACE,
                "--subresource=status",
                "--type=json",
                "--patch="
                    + """
                    [{"op": "add", "path": "/status/conditions/-", "value": {
                      "type": "Issuing", "status": "True", "reason": "ManuallyTriggered",
                      "message": "as cmctl renew has it", "lastTransitionTime": "%s"}}]"""
                        .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS))));
  }

  /// The certificate that the operator shows now.
  X509Certificate served() {
    return ServedCertificate.at(operator.process().webhookPort());
  }

  /// What the Secret holds that cert-manager writes.
  Set<String> secretKeys() {
    return Set.copyOf(
        cluster
            .client()
            .secrets()
            .inNamespace(Installation.NAMESPACE)
            .withName("plimsoll-webhook-certificate")
            .get()
            .getData()
            .keySet());
  }

  /// Runs a line of a page in a shell that has this cluster's kubectl.
  void shell(String line) {
    expect(
        new Kubectl(Path.of("/bin/bash"), cluster.kubeconfig())
            .run("-c", kubectl().program().getParent() + "/" + line));
  }

  void awaitAnotherThan(X509Certificate former) {
    await(() -> servesAnotherThan(former));
  }

  /// A connection ends with its age, which is short here, even where its handshake takes longer.
  /// Handshakes that fail while a certificate changes are counted in `CertificateRotationE2E`.
  private boolean servesAnotherThan(X509Certificate former) {
    try {
      return !served().getSerialNumber().equals(former.getSerialNumber());
    } catch (PartsException _) {
      return false;
    }
  }

  /// Waits until so many more reviews have been answered or lost.
  void awaitReviews(int count) {
    int now = reviewing.count();
    await(() -> reviewing.count() >= now + count);
  }

  /// Waits until the API server asks the operator and believes it.
  void awaitReviewed() {
    await(() -> Reviewing.lost(cluster.client()).isEmpty());
  }

  void endReviews() {
    reviewing.close();
  }

  void assertNoneLost() {
    assertThat(reviewing.failed()).as("of " + reviewing.count() + " reviews").isEmpty();
  }

  void await(BooleanSupplier condition) {
    Patience.await(
        Duration.ofMinutes(2),
        condition,
        () ->
            "Not within 2 min; the operator says:\n%s\nand cert-manager:\n%s"
                .formatted(operator.process().logTail(5), certManager.logTail(5)));
  }

  @Override
  public void close() {
    for (AutoCloseable part :
        new AutoCloseable[] {reviewing, operator, mounted, certManager, cluster}) {
      if (part != null) {
        close(part);
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(part + " cannot be closed", e);
    }
  }
}
