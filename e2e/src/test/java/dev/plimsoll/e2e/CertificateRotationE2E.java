package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The certificate changes while the API server asks, and nobody notices: under Fail, a single
/// handshake that failed would be a refused workload.
@ExtendWith(InstallationExtension.class)
class CertificateRotationE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CLIENTS = 100;
  private static final String EXPIRY = "plimsoll_webhook_certificate_expiry_timestamp_seconds";

  private final Surroundings surroundings;
  private final Kubectl kubectl;

  CertificateRotationE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.kubectl = surroundings.cluster().kubectl();
  }

  @AfterEach
  void ignoreAgain() {
    surroundings.installation().setFailurePolicy("Ignore");
  }

  @Test
  void everyReviewIsAnsweredWhileTheCertificateChanges() {
    TestNamespace namespace = TestNamespace.create(kubectl, "rotation");
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");
    surroundings.installation().setFailurePolicy("Fail");
    String good = surroundings.registry().host() + "/apps/002:corrected";
    expect(namespace.deploy("before", good));
    double former = expiry();
    String formerBundle = bundle();

    expect(
        kubectl.run(
            "delete",
            "secret",
            "plimsoll-webhook-certificate",
            "--namespace=" + Installation.NAMESPACE));
    List<String> failed = new ArrayList<>();
    int asked = 0;
    long end = System.nanoTime() + PATIENCE.toNanos();
    int afterwards = 0;
    try (Repeated clients = newClients()) {
      while ((afterwards < 20 || clients.count() <= CLIENTS) && System.nanoTime() < end) {
        Outcome outcome =
            namespace.run(
                "create", "deployment", "try-" + asked++, "--image=" + good, "--dry-run=server");
        if (!outcome.succeeded()) {
          failed.add(outcome.err());
        }
        if (afterwards > 0 || expiry() != former) {
          afterwards++;
        }
      }
      assertThat(clients.failed()).as("of " + clients.count() + " handshakes").isEmpty();
      assertThat(clients.count()).isGreaterThan(CLIENTS);
    }

    assertThat(afterwards).as("reviews after the change").isGreaterThanOrEqualTo(20);
    assertThat(failed).as("of " + asked + " reviews").isEmpty();
    assertThat(bundle()).isNotEqualTo(formerBundle);
    assertThat(namespace.deploy("bad", surroundings.registry().host() + "/faults:root").err())
        .contains("root-user");
  }

  /// The API server's connection lasts, and would hide a certificate that is not believed.
  private Repeated newClients() {
    return new NewClients(
            surroundings.cluster().client(), surroundings.installation().operator().webhookPort())
        .come();
  }

  private double expiry() {
    return surroundings.installation().operator().metrics().sum(EXPIRY, Map.of());
  }

  private String bundle() {
    return expect(
        kubectl.run(
            "get",
            "validatingwebhookconfigurations",
            "-o=jsonpath={.items[*].webhooks[0].clientConfig.caBundle}"));
  }
}
