package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The operator is killed: under Ignore nothing is blocked, under Fail only what the webhook
/// covers is, and the namespaces that must stay free stay free. Once it is back it judges again.
@ExtendWith(InstallationExtension.class)
class OperatorLossE2E {
  private final Surroundings surroundings;
  private final Installation installation;
  private final Kubectl kubectl;
  private TestNamespace namespace;

  OperatorLossE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.installation = surroundings.installation();
    this.kubectl = surroundings.cluster().kubectl();
  }

  @BeforeEach
  void enforce() {
    namespace = TestNamespace.create(kubectl, "loss");
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");
    namespace.awaitRead(bad());
    assertThat(namespace.deploy("before", bad()).err()).contains("root-user");
  }

  @AfterEach
  void bringBack() {
    installation.setFailurePolicy("Ignore");
    if (!installation.operator().isRunning()) {
      installation.operator().restart();
    }
  }

  @Test
  void blocksNothingUnderIgnore() {
    installation.operator().kill();

    Outcome bad = namespace.deploy("bad", bad());

    assertThat(bad.succeeded()).as(bad.err()).isTrue();
    assertThat(kubectl.run("get", "nodes").succeeded()).isTrue();
    judgesAgain();
  }

  @Test
  void keepsTheExcludedNamespacesFreeUnderFail() {
    installation.setFailurePolicy("Fail");
    installation.operator().kill();
    await("nothing is blocked", () -> !namespace.tried(bad()).succeeded());

    Outcome covered = namespace.deploy("covered", bad());
    assertThat(covered.succeeded()).isFalse();
    assertThat(covered.err()).contains("failed calling webhook");
    for (String free : new String[] {"kube-system", Installation.NAMESPACE}) {
      Outcome own =
          kubectl.run(
              "create", "deployment", "own", "--image=" + bad(), "--dry-run=server", "-n", free);
      assertThat(own.succeeded()).as(free + ": " + own.err()).isTrue();
    }
    assertThat(namespace.run("create", "configmap", "other").succeeded()).isTrue();
    assertThat(namespace.run("delete", "imagepolicies.plimsoll.dev", "load-line").succeeded())
        .as("a policy can be deleted without the operator")
        .isTrue();
  }

  private void judgesAgain() {
    installation.operator().restart();
    await("nothing is judged", () -> namespace.tried(bad()).err().contains("root-user"));
    assertThat(namespace.deploy("after", bad()).err()).contains("root-user");
  }

  /// What the API server learns a moment later.
  private static void await(String otherwise, BooleanSupplier condition) {
    Patience.await(Duration.ofMinutes(2), condition, () -> otherwise);
  }

  private String bad() {
    return surroundings.registry().host() + "/faults:root";
  }
}
