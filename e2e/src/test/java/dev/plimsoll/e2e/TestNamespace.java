package dev.plimsoll.e2e;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace of one test's own, and what tests say to it.
record TestNamespace(Kubectl kubectl, String name) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static TestNamespace create(Kubectl kubectl, String purpose) {
    String name = purpose + "-" + NUMBER.incrementAndGet();
    expect(kubectl.run("create", "namespace", name));
    return new TestNamespace(kubectl, name);
  }

  Outcome apply(String manifest) {
    return kubectl.apply(manifest, "--namespace=" + name);
  }

  Outcome run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("--namespace=" + name));
    line.addAll(List.of(arguments));
    return kubectl.run(line.toArray(String[]::new));
  }

  /// Applies a policy with this spec, which tolerates nothing unless it says so, and returns once
  /// the operator judges by it.
  void policy(String policy, String spec) {
    String line = spec.contains("alreadyRunning:") ? "" : "alreadyRunning: Refuse\n";
    expect(
        apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: %s}
            spec:
            %s
            """
                .formatted(policy, (line + spec.strip()).indent(2))));
    expect(
        run(
            "wait",
            "--for=condition=Ready",
            "--timeout=30s",
            "imagepolicies.plimsoll.dev/" + policy));
  }

  Outcome deploy(String deployment, String image) {
    return apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: app, image: '%2$s'}]}
        """
            .formatted(deployment, image));
  }

  void delete() {
    expect(kubectl.run("delete", "namespace", name, "--wait=false"));
  }

  static String expect(Outcome outcome) {
    if (!outcome.succeeded()) {
      throw new AssertionError(outcome.err());
    }
    return outcome.out();
  }
}
