package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a policy's status and the metrics say of what runs.
@ExtendWith(InstallationExtension.class)
class PolicyStatusE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String COUNTS =
      "{.status.counts.images} {.status.counts.compliant} {.status.counts.violating}"
          + " {.status.counts.undetermined}";

  private final Surroundings surroundings;

  PolicyStatusE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Test
  void saysWhatRanBeforeThePolicyCame() {
    TestNamespace namespace = namespace("status");
    running(namespace, "legacy", "faults:compiler");
    running(namespace, "root", "faults:root");
    running(namespace, "good", "apps/002:corrected");

    namespace.policy("load-line", "rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}");

    await("3 1 2 0", () -> status(namespace, "load-line", COUNTS));
    String worst = "{.status.worstViolations[?(@.rule==\"compiler\")].%s}";
    assertThat(status(namespace, "load-line", worst.formatted("workload")))
        .isEqualTo("Deployment/legacy");
    assertThat(status(namespace, "load-line", worst.formatted("image")))
        .isEqualTo(image("faults:compiler"));
    assertThat(status(namespace, "load-line", worst.formatted("digest"))).startsWith("sha256:");
    assertThat(status(namespace, "load-line", worst.formatted("instruction")))
        .contains("apt-get install");
    assertThat(status(namespace, "load-line", worst.formatted("saving"))).endsWith("Mi");
    assertThat(status(namespace, "load-line", "{.status.reclaimable.size}")).endsWith("Mi");
    Map<String, String> labels = Map.of("namespace", namespace.name(), "enforcement", "enforce");
    await("2.0", () -> String.valueOf(violations(labels)));
  }

  private double violations(Map<String, String> labels) {
    return surroundings
        .installation()
        .operator()
        .metrics()
        .sum("plimsoll_namespace_violations", labels);
  }

  @Test
  void followsWhatRunsAndWhatIsAsked() {
    TestNamespace namespace = namespace("following");
    running(namespace, "web", "faults:root");
    namespace.policy("load-line", "enforcement: Audit\nrules: {user: {rootUser: {}}}");
    await("1 0 1 0", () -> status(namespace, "load-line", COUNTS));

    expect(namespace.run("set", "image", "deployment/web", "app=" + image("apps/002:corrected")));
    await("1 1 0 0", () -> status(namespace, "load-line", COUNTS));

    namespace.policy("load-line", "enforcement: Audit\nrules: {size: {pullSize: {max: 1Ki}}}");
    await("1 0 1 0", () -> status(namespace, "load-line", COUNTS));

    expect(namespace.run("delete", "deployment", "web"));
    await("0 0 0 0", () -> status(namespace, "load-line", COUNTS));
  }

  @Test
  void policyThatMakesNoSenseSaysAllThatIsWrongAndJudgesNothing() {
    TestNamespace namespace = namespace("senseless");
    expect(
        namespace.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: load-line}
            spec: {profile: Baseline, knownBases: ["No Reference", "one:two:three"]}
            """));

    await("False False", () -> status(namespace, "load-line", "{.status.conditions[*].status}"));
    assertThat(status(namespace, "load-line", "{.status.conditions[0].message}"))
        .contains("spec.knownBases[0]: ", "spec.knownBases[1]: ");
    assertThat(namespace.deploy("web", image("faults:root")).succeeded()).isTrue();
  }

  private TestNamespace namespace(String purpose) {
    return TestNamespace.create(surroundings.cluster().kubectl(), purpose);
  }

  private void running(TestNamespace namespace, String deployment, String image) {
    expect(namespace.deploy(deployment, image(image)));
    expect(namespace.run("rollout", "status", "deployment/" + deployment, "--timeout=120s"));
  }

  private String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }

  private static String status(TestNamespace namespace, String policy, String path) {
    return expect(
        namespace.run("get", "imagepolicies.plimsoll.dev", policy, "-o=jsonpath=" + path));
  }

  private static void await(String expected, Supplier<String> actual) {
    Patience.await(
        PATIENCE,
        () -> actual.get().equals(expected),
        () -> "not " + expected + " but " + actual.get());
  }
}
