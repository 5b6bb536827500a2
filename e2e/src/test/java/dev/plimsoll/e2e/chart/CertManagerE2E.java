package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The life of an installation whose certificate cert-manager makes, the real one: taken over from
/// the operator, renewed, by another issuer, with an injector beside it, and uninstalled. All the
/// while `failurePolicy` is Fail and reviews go on: one that is lost is seen.
@TestMethodOrder(OrderAnnotation.class)
class CertManagerE2E {
  private static final String CLUSTER_ISSUER =
      """
      apiVersion: cert-manager.io/v1
      kind: ClusterIssuer
      metadata: {name: internal}
      spec: {selfSigned: {}}
      """;
  private static final String INJECTOR = "cert-manager-cainjector";

  private static CertifiedInstallation installation;
  private static ConfiguredWebhook webhook;

  @BeforeAll
  static void install() {
    installation = CertifiedInstallation.start();
    webhook = installation.webhook();
  }

  @AfterAll
  static void end() {
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  @Order(1)
  void takesOverFromTheOperatorsOwn() {
    X509Certificate former = installation.served();

    installation.upgrade("certificates.source=CertManager");
    installation.replaceOperator();

    X509Certificate served = installation.served();
    assertThat(served.getSerialNumber()).isNotEqualTo(former.getSerialNumber());
    assertThat(served.getIssuerX500Principal().getName()).isEqualTo("CN=plimsoll-authority");
    installation.assertNoneLost();
  }

  @Test
  @Order(2)
  void makesWhatTheChartAsksFor() throws Exception {
    assertThat(installation.secretKeys()).containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt");
    X509Certificate certificate = installation.served();
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(
            Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(365));
  }

  @Test
  @Order(3)
  void isRenewedWithoutALostReview() {
    X509Certificate former = installation.served();
    String authority = webhook.bundle();

    installation.renew();

    installation.awaitAnotherThan(former);
    installation.awaitReviews(20);
    assertThat(webhook.bundle()).as("the authority stays").isEqualTo(authority);
    installation.assertNoneLost();
  }

  /// Who annotates the configuration by hand, past the chart, which refuses that.
  @Test
  @Order(4)
  void agreesWithAnInjectorWhileTheAuthorityStays() {
    String authority = webhook.bundle();
    webhook.annotate(
        "cert-manager.io/inject-ca-from=" + Installation.NAMESPACE + "/plimsoll-webhook");

    installation.await(
        () -> webhook.field("{.metadata.managedFields[*].manager}").contains(INJECTOR));
    installation.await(CertManagerE2E::nobodyCorrects);

    assertThat(ConfiguredWebhook.authorities(authority))
        .containsAll(ConfiguredWebhook.authorities(webhook.bundle()))
        .isNotEmpty();
    webhook.annotate("cert-manager.io/inject-ca-from-");
    installation.assertNoneLost();
  }

  /// Two that disagree would write again and again.
  private static boolean nobodyCorrects() {
    String version = webhook.field("{.metadata.resourceVersion}");
    installation.awaitReviews(20);
    return webhook.field("{.metadata.resourceVersion}").equals(version);
  }

  @Test
  @Order(5)
  void goesToAnotherIssuerWithoutALostReview() {
    X509Certificate former = installation.served();
    String authority = webhook.bundle();
    expect(installation.kubectl().apply(CLUSTER_ISSUER));

    installation.upgrade(
        "certificates.issuerRef.kind=ClusterIssuer", "certificates.issuerRef.name=internal");

    installation.awaitAnotherThan(former);
    installation.awaitReviews(20);
    X509Certificate served = installation.served();
    assertThat(served.getIssuerX500Principal()).isEqualTo(served.getSubjectX500Principal());
    assertThat(webhook.bundle()).isNotEqualTo(authority);
    installation.assertNoneLost();
  }

  /// By the command of `docs/security.md`.
  @Test
  @Order(7)
  void forgetsTheFormerAuthoritiesWhereSomebodyAsksForIt() throws Exception {
    installation.endReviews();
    assertThat(ConfiguredWebhook.authorities(webhook.bundle())).hasSizeGreaterThan(1);
    String page = Files.readString(SourceTree.root().resolve("docs/security.md"));
    int begin = page.indexOf("kubectl patch validatingwebhookconfiguration plimsoll");

    installation.shell(page.substring(begin, page.indexOf("```", begin)));

    installation.await(
        () ->
            ConfiguredWebhook.authorities(webhook.bundle()).equals(List.of(installation.served())));
    installation.awaitReviewed();
    installation.assertNoneLost();
  }

  @Test
  @Order(8)
  void isUninstalledWithoutATrace() {
    installation.uninstall();

    assertThat(
            expect(
                installation
                    .kubectl()
                    .run(
                        "get",
                        "validatingwebhookconfigurations,certificates.cert-manager.io,issuers.cert-manager.io",
                        "--all-namespaces",
                        "-o=name")))
        .isEmpty();
    expect(
        installation
            .kubectl()
            .run("delete", "namespace", "shop", Installation.NAMESPACE, "--timeout=120s"));
  }
}
