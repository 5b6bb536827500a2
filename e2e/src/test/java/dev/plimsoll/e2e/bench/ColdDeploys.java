package dev.plimsoll.e2e.bench;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Deploys images that nobody has seen and looks on.
final class ColdDeploys {
  private static final String NAMESPACE = "cold";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Kubectl kubectl;
  private final ControlPlane cluster;
  private final Installation installation;
  private final ColdImages images;
  private int number;

  ColdDeploys(ControlPlane cluster, Installation installation, ColdImages images) {
    this.kubectl = cluster.kubectl();
    this.cluster = cluster;
    this.installation = installation;
    this.images = images;
    expect(kubectl.run("create", "namespace", NAMESPACE));
    expect(
        kubectl.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: load-line, namespace: %s}
            spec:
              alreadyRunning: Refuse
              knownBases: ['%s']
              rules: {user: {rootUser: {}}, size: {pullSize: {max: 2Gi}}, buildTools: {compiler: {}}}
            """
                .formatted(NAMESPACE, images.base())));
    expect(
        kubectl.run(
            "wait", "--for=condition=Ready", "--timeout=60s", "plip/load-line", "-n", NAMESPACE));
  }

  /// Returns once the layers of the base are known: an image on it with next to nothing of its
  /// own is judged on the spot.
  void awaitBaseKnown() {
    Patience.await(
        PATIENCE,
        () -> !isPending(deploy("base-known-" + ++number, images.push(0))),
        () -> "the base is still unknown");
  }

  ColdResult measure(int count, int megabytes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(images.push(megabytes));
    }
    List<Duration> applies = new ArrayList<>();
    Map<String, Instant> applied = new HashMap<>();
    int judged = 0;
    for (String image : names) {
      String deployment = "cold-" + ++number;
      Instant start = Instant.now();
      Outcome outcome = deploy(deployment, image);
      applies.add(Duration.between(start, Instant.now()));
      applied.put(deployment, start);
      judged += isPending(outcome) ? 0 : 1;
    }
    Map<String, Instant> pods = awaitPods(applied);
    Map<String, Instant> refusals = refusals();
    List<Duration> toPod = new ArrayList<>();
    List<Duration> fromRefusal = new ArrayList<>();
    applied.forEach(
        (deployment, start) -> {
          Instant pod = pods.get(deployment);
          toPod.add(atLeastZero(Duration.between(start, pod)));
          Instant refused = refusals.get(deployment);
          if (refused != null) {
            fromRefusal.add(atLeastZero(Duration.between(refused, pod)));
          }
        });
    expect(kubectl.run("delete", "deployments", "--all", "-n", NAMESPACE, "--wait=false"));
    return new ColdResult(count, megabytes, judged, applies, toPod, fromRefusal);
  }

  private Outcome deploy(String name, String image) {
    Outcome outcome = kubectl.deploy(name, image, NAMESPACE);
    expect(outcome);
    return outcome;
  }

  private static boolean isPending(Outcome outcome) {
    return outcome.err().contains("not judged");
  }

  private Map<String, Instant> awaitPods(Map<String, Instant> applied) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<String, Instant> found = new HashMap<>();
      for (Pod pod : cluster.client().pods().inNamespace(NAMESPACE).list().getItems()) {
        found.put(
            pod.getMetadata().getLabels().get("app"),
            Instant.parse(pod.getMetadata().getCreationTimestamp()));
      }
      if (found.keySet().containsAll(applied.keySet())) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "some Pods never came; the operator's log:\n" + installation.operator().logTail());
      }
      Patience.pause(Duration.ofMillis(250));
    }
  }

  /// When a Pod of a Deployment was first refused, as its ReplicaSet's Events say.
  private Map<String, Instant> refusals() {
    Map<String, Instant> found = new HashMap<>();
    for (Event event : cluster.client().v1().events().inNamespace(NAMESPACE).list().getItems()) {
      if (event.getReason().equals("FailedCreate") && event.getFirstTimestamp() != null) {
        String replicaSet = event.getInvolvedObject().getName();
        found.merge(
            replicaSet.substring(0, replicaSet.lastIndexOf('-')),
            Instant.parse(event.getFirstTimestamp()),
            (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    return found;
  }

  private static Duration atLeastZero(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }
}
