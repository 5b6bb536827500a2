package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.TinyImage;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// A namespace full of workloads, good and bad, to which a policy comes: Audit for a while, then
/// Enforce, then all that happens to workloads. What ran goes on running; nothing new slips in.
@ExtendWith(InstallationExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class BrownFieldE2E {
  private static final long PATIENCE = 120;
  private static final String LOCKED = "locked:";
  private static final String POLICY =
      """
      enforcement: %s
      alreadyRunning: Tolerate
      whenUndetermined: {scanPending: Deny, notFound: Deny}
      rules:
        size: {pullSize: {max: 150Mi}}
        user: {rootUser: {}}
        buildTools: {compiler: {}}
      """;

  private final Surroundings surroundings;
  private final TestNamespace namespace;
  private final List<String> table = new ArrayList<>();
  private int broken;
  private int refused;

  BrownFieldE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.namespace = TestNamespace.create(surroundings.cluster().kubectl(), "brown-field");
  }

  /// A workload that was there before the policy.
  private record Old(String kind, String name, String image, int replicas, String podSpec) {
    Old(String kind, String name, String image, int replicas) {
      this(kind, name, image, replicas, "");
    }

    String target() {
      return kind + "/" + name;
    }
  }

  private List<Old> old() {
    TinyImage tiny = TinyImage.to(surroundings.registry());
    tiny.pushIndex("brown/multi", "1", "multi");
    tiny.push("brown/cron", "1", "cron");
    tiny.push("brown/zero", "1", "zero");
    tiny.push("brown/dropped", "1", "dropped");
    return List.of(
        new Old("deployment", "good", "apps/002:corrected", 2),
        new Old("deployment", "root", "faults:root", 2),
        new Old("deployment", "huge", "faults:too-big", 1),
        new Old("statefulset", "tools", "faults:compiler", 1),
        new Old("daemonset", "before", "apps/002:before", 1),
        new Old("deployment", "multi", "brown/multi:1", 1),
        new Old(
            "deployment", "dropped", "brown/dropped:1", 1, "securityContext: {runAsUser: 1000}"),
        new Old("deployment", "zero", "brown/zero:1", 0),
        new Old("deployment", "gone", "brown/no-such-image:1", 0),
        new Old(
            "deployment",
            "private",
            LOCKED + "faults:root",
            2,
            "imagePullSecrets: [{name: locked}]"),
        new Old("deployment", "foreign", LOCKED + "faults:too-big", 0));
  }

  @Test
  @Order(1)
  void whatRanGoesOnRunning() {
    List<Old> workloads = old();
    ask(
        "create",
        "secret",
        "docker-registry",
        "locked",
        "--docker-server=" + surroundings.locked().host(),
        "--docker-username=" + InstallationExtension.PULLER,
        "--docker-password=" + InstallationExtension.PULLERS_PASSWORD);
    workloads.forEach(workload -> expect(namespace.apply(manifest(workload))));
    expect(namespace.apply(cronJob()));
    awaitAll(workloads);
    expect(namespace.run("set", "image", "deployment/root", "app=" + image("apps/002:corrected")));
    awaitAll(workloads);

    namespace.policy("load-line", POLICY.formatted("Audit"));
    await(() -> status("{.status.counts.violating}").equals("5"));
    row("Audit", "violating " + status("{.status.counts.violating}"));

    namespace.policy("load-line", POLICY.formatted("Enforce"));
    awaitTaken();
    row("Enforce", status("{.status.conditions[?(@.type==\"BaselineTaken\")].message}"));

    happens("node loss", workloads, this::loseNodes);
    happens(
        "operator restart",
        workloads,
        () -> {
          surroundings.installation().operator().kill();
          surroundings.installation().operator().restart();
          loseNodes();
        });
    happens("rollback", workloads, () -> ask("rollout", "undo", "deployment/root"));
    happens(
        "scale-out",
        workloads,
        () -> {
          ask("scale", "deployment/root", "--replicas=4");
          ask("scale", "deployment/zero", "--replicas=1");
          ask("rollout", "status", "deployment/zero", "--timeout=120s");
        });
    happens(
        "rollout restart",
        workloads,
        () -> {
          ask("rollout", "restart", "deployment/huge");
          ask("rollout", "restart", "deployment/multi");
          ask("rollout", "restart", "deployment/gone");
          ask("rollout", "restart", "statefulset/tools");
        });
    happens(
        "CronJob, last run yesterday",
        workloads,
        () -> {
          ask("create", "job", "again", "--from=cronjob/nightly");
          await(() -> read("get", "job/again", "-o=jsonpath={.status.active}").equals("1"));
        });
    happens(
        "policy deleted, applied again",
        workloads,
        () -> {
          ask("delete", "imagepolicies.plimsoll.dev", "load-line");
          namespace.policy("load-line", POLICY.formatted("Enforce"));
          awaitTaken();
          loseNodes();
        });

    System.out.println("Brown field: what happens | refused | broken | besides");
    table.forEach(System.out::println);
    assertThat(refused).as("refusals that Audit had not shown").isZero();
    assertThat(broken).as("running workloads broken").isZero();
    await(() -> status("{.status.counts.violating}").equals("0"));
    assertThat(Integer.parseInt(status("{.status.counts.tolerated}"))).isGreaterThan(3);
  }

  @Test
  @Order(2)
  void saysThatItTolerates() {
    assertThat(namespace.run("rollout", "restart", "deployment/root").err())
        .contains("Warning: ", "tolerated as it ran before: root-user");
    assertThat(read("get", "baselines.plimsoll.dev"))
        .contains("imagepolicy-load-line", "load-line");
  }

  @Test
  @Order(3)
  void toleratesNothingElse() {
    TinyImage.to(surroundings.registry()).push("brown/dropped", "2", "another build");
    namespace.awaitRead(image("brown/dropped:2"));

    assertThat(namespace.deploy("new", image("brown/dropped:2")).err())
        .contains("denied the request", "root-user");
    assertThat(
            namespace
                .run("set", "image", "deployment/dropped", "app=" + image("brown/dropped:2"))
                .succeeded())
        .as("as somebody it is no violation")
        .isTrue();
    assertThat(
            namespace
                .run(
                    "patch",
                    "deployment/dropped",
                    "--type=json",
                    "-p=[{\"op\":\"remove\",\"path\":\"/spec/template/spec/securityContext\"}]")
                .err())
        .as("a dropped securityContext")
        .contains("denied the request", "root-user");
  }

  @Test
  @Order(4)
  void doesNotCoverAnotherNamespace() {
    TestNamespace other =
        TestNamespace.create(surroundings.cluster().kubectl(), "brown-field-other");
    other.policy("load-line", POLICY.formatted("Enforce"));
    expect(other.run("wait", "--for=condition=BaselineTaken", "--timeout=120s", "plip/load-line"));

    assertThat(other.deploy("root", image("faults:root")).err()).contains("denied the request");
    other.delete();
  }

  @Test
  @Order(5)
  void doesNotAddWhatSlippedInWhileTheWebhookWasAway() {
    TinyImage.to(surroundings.registry()).push("brown/slipped", "1", "slipped");
    surroundings.installation().operator().kill();
    expect(namespace.deploy("slipped", image("brown/slipped:1")));
    ask("rollout", "status", "deployment/slipped", "--timeout=120s");
    surroundings.installation().operator().restart();
    await(() -> status("{.status.counts.violating}").equals("1"));

    assertThat(namespace.run("rollout", "restart", "deployment/slipped").err())
        .contains("denied the request", "root-user");
  }

  @Test
  @Order(6)
  void deletingTheBaselineEndsTheToleration() {
    ask("delete", "baselines.plimsoll.dev", "imagepolicy-load-line");
    await(
        () ->
            !read(
                    "get",
                    "baselines.plimsoll.dev",
                    "imagepolicy-load-line",
                    "--ignore-not-found",
                    "-o=jsonpath={.spec.ended}")
                .isEmpty());

    assertThat(namespace.run("rollout", "restart", "deployment/huge").err())
        .contains("denied the request", "pull-size");
    namespace.delete();
  }

  private void happens(String what, List<Old> workloads, Runnable event) {
    long before = refusals();
    event.run();
    int down = awaitAll(workloads);
    long now = refusals() - before;
    refused += (int) now;
    broken += down;
    table.add("%-30s | %7d | %6d |".formatted(what, now, down));
  }

  private void row(String what, String besides) {
    table.add("%-30s | %7s | %6s | %s".formatted(what, "", "", besides));
  }

  /// What a controller could not start since the webhook refused it.
  private long refusals() {
    return read(
            "get",
            "events",
            "-o=jsonpath={range .items[?(@.reason==\"FailedCreate\")]}{.count} {.message}{\"\\n\"}{end}")
        .lines()
        .filter(line -> line.contains("denied the request"))
        .mapToLong(line -> Long.parseLong("0" + line.substring(0, line.indexOf(' '))))
        .sum();
  }

  private void loseNodes() {
    ask("delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
  }

  /// Waits until all run as they should, and counts those that do not in the end.
  private int awaitAll(List<Old> workloads) {
    int down = 0;
    for (Old workload : workloads) {
      boolean up =
          namespace.run("rollout", "status", workload.target(), "--timeout=120s").succeeded();
      down += up ? 0 : 1;
    }
    return down;
  }

  private void awaitTaken() {
    expect(
        namespace.run(
            "wait",
            "--for=condition=BaselineTaken",
            "--timeout=120s",
            "imagepolicies.plimsoll.dev/load-line"));
  }

  private void ask(String... arguments) {
    Outcome outcome = namespace.run(arguments);
    if (!outcome.succeeded()) {
      refused++;
      table.add(String.join(" ", arguments) + ": " + outcome.err());
    }
  }

  private String read(String... arguments) {
    return expect(namespace.run(arguments));
  }

  private String status(String path) {
    return read("get", "imagepolicies.plimsoll.dev", "load-line", "-o=jsonpath=" + path);
  }

  private static void await(BooleanSupplier condition) {
    Patience.await(
        Duration.ofSeconds(PATIENCE), condition, () -> "what is waited for does not come in time");
  }

  private String manifest(Old workload) {
    String replicas = workload.kind().equals("daemonset") ? "" : "replicas: " + workload.replicas();
    String kind =
        switch (workload.kind()) {
          case "statefulset" -> "StatefulSet";
          case "daemonset" -> "DaemonSet";
          default -> "Deployment";
        };
    return """
    apiVersion: apps/v1
    kind: %s
    metadata: {name: %s}
    spec:
      %s
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}}
        spec:
          %s
          containers: [{name: app, image: '%s'}]
    """
        .formatted(kind, workload.name(), replicas, workload.podSpec(), image(workload.image()));
  }

  private String cronJob() {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly}
    spec:
      schedule: '@yearly'
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: app, image: '%s'}]
    """
        .formatted(image("brown/cron:1"));
  }

  private String image(String name) {
    return name.startsWith(LOCKED)
        ? surroundings.locked().host() + "/" + name.substring(LOCKED.length())
        : surroundings.registry().host() + "/" + name;
  }
}
