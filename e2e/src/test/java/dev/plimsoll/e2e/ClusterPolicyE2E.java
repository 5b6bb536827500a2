package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A policy for the cluster, the namespaces that it is about, and the exemptions that it honours.
@ExtendWith(InstallationExtension.class)
class ClusterPolicyE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LABEL = "cluster-policy-e2e";

  private static Surroundings surroundings;

  @BeforeAll
  static void prepare(Surroundings given) {
    surroundings = given;
    expect(
        given
            .cluster()
            .kubectl()
            .apply(
                """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ClusterImagePolicy
                metadata: {name: cluster-policy-e2e}
                spec:
                  namespaceSelector: {matchLabels: {cluster-policy-e2e: judged}}
                  rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}
                  exemptions: {namespaceSelector: {}, maxDays: 30, rules: [root-user]}
                """));
    expect(
        given
            .cluster()
            .kubectl()
            .run(
                "wait",
                "--for=condition=BaselineTaken",
                "--timeout=120s",
                "plcip/cluster-policy-e2e"));
    awaitNextSecond();
    judged("read").awaitRead(image("faults:root"), image("faults:compiler"));
  }

  /// A namespace of the very second in which the baselines were taken may have been there before.
  private static void awaitNextSecond() {
    Patience.pause(Duration.ofSeconds(1));
  }

  @AfterAll
  static void leaveOthersAlone() {
    surroundings.cluster().kubectl().run("delete", "plcip/cluster-policy-e2e");
  }

  @Test
  void refusesInTheNamespacesThatItSelectsAndInNoOther() {
    TestNamespace judged = judged("selected");
    TestNamespace other = TestNamespace.create(surroundings.cluster().kubectl(), "unselected");

    assertThat(judged.deploy("web", image("faults:root")).err())
        .contains("denied the request", "- root-user: ", "(policy cluster-policy-e2e)");
    assertThat(other.deploy("web", image("faults:root")).succeeded()).isTrue();
  }

  /// No informer has heard of the namespace when the Pod comes right behind it.
  @Test
  void judgesInANamespaceThatWasMadeASecondAgo() {
    for (int i = 0; i < 5; i++) {
      String name = "second-ago-" + i;
      Outcome outcome =
          surroundings
              .cluster()
              .kubectl()
              .apply(
                  """
                  apiVersion: v1
                  kind: Namespace
                  metadata: {name: %1$s, labels: {%2$s: judged}}
                  ---
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: web, namespace: %1$s}
                  spec:
                    selector: {matchLabels: {app: web}}
                    template:
                      metadata: {labels: {app: web}}
                      spec: {containers: [{name: app, image: '%3$s'}]}
                  """
                      .formatted(name, LABEL, image("faults:root")));
      assertThat(outcome.err()).contains("denied the request").contains("root-user");
    }
  }

  @Test
  void admitsWhatAnExemptionCoversAndSaysThatItIsNeeded() {
    TestNamespace namespace = judged("exempted");
    exempt(namespace, "legacy", "root-user", Instant.now().plus(20, ChronoUnit.DAYS));
    await(namespace, "legacy", "Honoured", "True", "Honoured");
    await(namespace, "legacy", "Needed", "False", "Unneeded");

    expect(namespace.deploy("web", image("faults:root")));
    assertThat(namespace.deploy("tools", image("faults:compiler")).err())
        .as("no more than it says")
        .contains("- compiler: ");
    await(namespace, "legacy", "Needed", "True", "InUse");
  }

  @Test
  void honoursNeitherOtherRulesNorLongerTimesThanItAccepts() {
    TestNamespace namespace = judged("not-honoured");
    exempt(namespace, "compiler", "compiler", Instant.now().plus(20, ChronoUnit.DAYS));
    exempt(namespace, "for-ever", "root-user", Instant.now().plus(31, ChronoUnit.DAYS));

    await(namespace, "compiler", "Honoured", "False", "NotAccepted");
    await(namespace, "for-ever", "Honoured", "False", "NotAccepted");
    awaitEvent(namespace, "for-ever", "NotAccepted");
    assertThat(namespace.deploy("tools", image("faults:compiler")).err()).contains("denied");
    assertThat(namespace.deploy("web", image("faults:root")).err()).contains("denied");
  }

  @Test
  void exemptionEnds() {
    TestNamespace namespace = judged("ended");
    exempt(namespace, "brief", "root-user", Instant.now().plus(1, ChronoUnit.DAYS));
    await(namespace, "brief", "Honoured", "True", "Honoured");
    expect(namespace.deploy("web", image("faults:root")));

    // Only now, so that it did not end before the Deployment came, however slowly that came.
    exempt(namespace, "brief", "root-user", Instant.now().plusSeconds(5));
    await(namespace, "brief", "Honoured", "False", "Expired");
    awaitEvent(namespace, "brief", "Expired");
    assertThat(namespace.deploy("again", image("faults:root")).err()).contains("denied");
    assertThat(namespace.run("rollout", "restart", "deployment/web").err())
        .as("a new template is judged anew")
        .contains("denied");
  }

  private static TestNamespace judged(String purpose) {
    TestNamespace namespace = TestNamespace.create(surroundings.cluster().kubectl(), purpose);
    expect(
        surroundings
            .cluster()
            .kubectl()
            .run("label", "namespace", namespace.name(), LABEL + "=judged"));
    awaitJudged(namespace);
    return namespace;
  }

  /// A label put on later reaches the operator by its watch, a moment later.
  private static void awaitJudged(TestNamespace namespace) {
    Patience.await(
        PATIENCE,
        () -> dryRun(namespace).err().contains("denied the request"),
        () -> "not denied: " + dryRun(namespace).err());
  }

  private static Outcome dryRun(TestNamespace namespace) {
    return namespace.run(
        "create", "deployment", "dry", "--image=" + image("faults:compiler"), "--dry-run=server");
  }

  private static void exempt(TestNamespace namespace, String name, String rule, Instant expires) {
    expect(
        namespace.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageExemption
            metadata: {name: %s}
            spec:
              images: ['**']
              rules: [{rule: %s}]
              reason: a test needs it
              owner: team-test
              expires: %s
            """
                .formatted(name, rule, expires.truncatedTo(ChronoUnit.SECONDS))));
  }

  private static void await(
      TestNamespace namespace, String exemption, String type, String status, String reason) {
    String path =
        "-o=jsonpath={.status.conditions[?(@.type==\"%1$s\")].status} {.status.conditions[?(@.type==\"%1$s\")].reason}"
            .formatted(type);
    Supplier<String> actual = () -> expect(namespace.run("get", "plie/" + exemption, path));
    Patience.await(
        PATIENCE,
        () -> actual.get().equals(status + " " + reason),
        () -> "%s is not %s %s but %s".formatted(type, status, reason, actual.get()));
  }

  /// One Event, however often the status was looked at.
  private static void awaitEvent(TestNamespace namespace, String exemption, String reason) {
    String[] events = {
      "get",
      "events",
      "--field-selector=reason=" + reason + ",involvedObject.name=" + exemption,
      "-o=jsonpath={.items[*].involvedObject.kind}"
    };
    Patience.await(
        PATIENCE,
        () -> expect(namespace.run(events)).equals("ImageExemption"),
        () -> "not one Event: " + namespace.run(events).out());
  }

  private static String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }
}
