package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A registry that refuses, drops or hangs: the API server gets its answer before it waits no more,
/// and the policy says what it is.
///
/// The webhook's failure policy is Fail meanwhile, so that what got no answer in time is refused,
/// whatever the policy says. How much earlier the answer comes is a matter of the machine.
@ExtendWith(InstallationExtension.class)
class UndeterminedE2E {
  private static Surroundings surroundings;
  private static TestNamespace namespace;

  @BeforeAll
  static void preparePolicies(Surroundings given) {
    surroundings = given;
    given.installation().setFailurePolicy("Fail");
    namespace = TestNamespace.create(given.cluster().kubectl(), "undetermined");
    for (String action : new String[] {"Allow", "Warn", "Deny"}) {
      namespace.policy(
          "on-" + action.toLowerCase(java.util.Locale.ROOT),
          """
          match: {images: ['**/%1$s-*']}
          whenUndetermined: {unreachable: %1$s, scanPending: %1$s}
          rules: {size: {pullSize: {max: 100Mi}}, buildTools: {compiler: {}}}
          """
              .formatted(action)
              .replace("**/Allow", "**/allow")
              .replace("**/Warn", "**/warn")
              .replace("**/Deny", "**/deny"));
    }
  }

  @AfterAll
  static void ignoreAgain() {
    surroundings.installation().setFailurePolicy("Ignore");
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, allow", "REFUSED, warn", "REFUSED, deny",
    "DROPPED, allow", "DROPPED, warn", "DROPPED, deny",
    "HANGING, allow", "HANGING, warn", "HANGING, deny",
  })
  void answersInTimeAsThePolicySays(Fault fault, String action) {
    String host = surroundings.faults().get(fault).host();
    String image =
        host + "/" + action + "-" + fault.name().toLowerCase(java.util.Locale.ROOT) + ":1";

    Outcome outcome = namespace.deploy(action + "-" + fault.ordinal(), image);

    switch (action) {
      case "allow" -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).doesNotContain("Warning");
      }
      case "warn" -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).contains("Warning: ", image, "not judged");
      }
      default -> {
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.err())
            .contains("denied the request")
            .contains("could not be judged")
            .contains(host)
            .containsPattern("whenUndetermined\\.(unreachable|scanPending): Deny");
      }
    }
  }

  @Test
  void doesNotActHarderThanTheRule() {
    TestNamespace audit =
        TestNamespace.create(surroundings.cluster().kubectl(), "undetermined-audit");
    audit.policy(
        "audit",
        """
        enforcement: Audit
        whenUndetermined: {unreachable: Deny}
        rules: {size: {pullSize: {max: 100Mi}}}
        """);

    Outcome outcome =
        audit.deploy("web", surroundings.faults().get(Fault.REFUSED).host() + "/web:1");

    assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
  }
}
