package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.installation.FirstLook;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace of one test's own, and what tests say to it.
record TestNamespace(Kubectl kubectl, String name) {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// Returns once a Pod can be made there, which needs the account that a controller makes.
  static TestNamespace create(Kubectl kubectl, String purpose) {
    TestNamespace namespace = new TestNamespace(kubectl, purpose + "-" + NUMBER.incrementAndGet());
    expect(kubectl.run("create", "namespace", namespace.name()));
    Patience.await(
        PATIENCE,
        () -> namespace.run("get", "serviceaccount", "default").succeeded(),
        () -> namespace.name() + " has no service account");
    return namespace;
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
            "--timeout=120s",
            "imagepolicies.plimsoll.dev/" + policy));
  }

  /// Returns once these images are read as far as the policies here need it.
  void awaitRead(String... images) {
    for (String image : images) {
      if (!FirstLook.ends(kubectl, name, image, PATIENCE)) {
        throw new AssertionError(image + " is not read within " + PATIENCE);
      }
    }
  }

  /// What the API server would say of a Deployment with this image. Unlike a Deployment that is
  /// applied, it can be asked again and again: one that is there is not judged a second time.
  Outcome tried(String image) {
    return run("create", "deployment", "tried", "--image=" + image, "--dry-run=server");
  }

  Outcome deploy(String deployment, String image) {
    return kubectl.deploy(deployment, image, name);
  }

  void delete() {
    expect(kubectl.run("delete", "namespace", name, "--wait=false"));
  }
}
