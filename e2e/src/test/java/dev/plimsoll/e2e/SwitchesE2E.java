package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is switched while the operator runs, and what it is told to judge or leave alone.
@ExtendWith(InstallationExtension.class)
class SwitchesE2E {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String DRY = "--dry-run=server";
  private static final String SWITCH = "configmap/plimsoll-break-glass";
  private static final String CONVOYS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: convoys.e2e.plimsoll.dev}
      spec:
        group: e2e.plimsoll.dev
        scope: Namespaced
        names: {kind: Convoy, plural: convoys, singular: convoy}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private static Surroundings surroundings;
  private static Kubectl kubectl;
  private static TestNamespace namespace;

  @BeforeAll
  static void enforce(Surroundings given) {
    surroundings = given;
    kubectl = given.cluster().kubectl();
    namespace = TestNamespace.create(kubectl, "switches");
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");
    namespace.awaitRead(bad(), good());
    assertThat(namespace.deploy("before", bad()).err()).contains("root-user");
  }

  @AfterAll
  static void switchBack() {
    kubectl.run("delete", SWITCH, "--ignore-not-found", "-n", Installation.NAMESPACE);
    kubectl.run("delete", "crd", "convoys.e2e.plimsoll.dev", "--ignore-not-found", "--wait=false");
    namespace.delete();
  }

  @Test
  void breakGlassRefusesNothingFromOneSecondToTheNextAndEndsAsItBegan() {
    expect(
        kubectl.run(
            "create",
            "configmap",
            "plimsoll-break-glass",
            "--from-literal=reason=incident 7",
            "-n",
            Installation.NAMESPACE));
    await("the switch has no effect", () -> dryRun().succeeded());
    double excused = metric("plimsoll_break_glass_admissions_total");

    Outcome passed = namespace.deploy("during", bad());

    assertThat(passed.succeeded()).as(passed.err()).isTrue();
    assertThat(passed.err()).doesNotContain("Warning", "root-user");
    assertThat(metric("plimsoll_break_glass_admissions_total")).isGreaterThan(excused);
    assertThat(metric("plimsoll_break_glass")).isEqualTo(1);
    await("no Event says so", () -> events("BreakGlassOn").contains("incident 7"));

    expect(kubectl.run("delete", SWITCH, "-n", Installation.NAMESPACE));
    await("it is still on", () -> !dryRun().succeeded());
    assertThat(namespace.deploy("after", bad()).err()).contains("denied", "root-user");
    assertThat(metric("plimsoll_break_glass")).isZero();
    await("no Event says so", () -> events("BreakGlassOff").contains("enforced again"));
  }

  @Test
  void judgesNoRequestOfWhomItIsToldToLeaveOut() {
    expect(
        kubectl.apply(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: everybody, namespace: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
            subjects: [{kind: Group, name: 'system:authenticated', apiGroup: rbac.authorization.k8s.io}]
            """
                .formatted(namespace.name())));
    String user = "--as=" + InstallationExtension.EXCLUDED_USER;
    String group = "--as-group=" + InstallationExtension.EXCLUDED_GROUP;

    // The right that was just given is known a moment later.
    await(
        "the user may not, or is judged",
        () -> dryRun(user, "--as-group=system:authenticated").succeeded());
    assertThat(dryRun("--as=jane", group, "--as-group=system:authenticated").succeeded()).isTrue();
    assertThat(dryRun("--as=jane", "--as-group=system:authenticated").err()).contains("root-user");
  }

  @Test
  void whoMayExemptIsBoundAndNobodyElseMay() {
    expect(
        namespace.run(
            "create",
            "rolebinding",
            "exempters",
            "--clusterrole=plimsoll-exempter",
            "--user=ella"));
    expect(namespace.run("create", "rolebinding", "viewers", "--clusterrole=view", "--user=vera"));
    expect(namespace.run("create", "rolebinding", "admins", "--clusterrole=admin", "--user=ada"));

    await("ella may not", () -> may("ella", "create", "imageexemptions.plimsoll.dev"));
    await("ada may not", () -> may("ada", "create", "deployments.apps"));
    assertThat(may("ella", "create", "imagepolicies.plimsoll.dev")).isFalse();
    await("it is not aggregated", () -> may("vera", "list", "imageexemptions.plimsoll.dev"));
    assertThat(may("vera", "create", "imageexemptions.plimsoll.dev")).isFalse();
    assertThat(may("ada", "create", "imageexemptions.plimsoll.dev"))
        .as("who may run workloads may not exempt them")
        .isFalse();
  }

  private static boolean may(String user, String verb, String resource) {
    return namespace.run("auth", "can-i", verb, resource, "--as=" + user).succeeded();
  }

  @Test
  void judgesAFurtherKindOnceTheWebhookHasARuleForIt() {
    expect(kubectl.apply(CONVOYS));
    Definitions.awaitServed(kubectl, List.of("convoys.e2e.plimsoll.dev"));
    await(
        "the log does not say so",
        () ->
            surroundings
                .installation()
                .operator()
                .logTail(Integer.MAX_VALUE)
                .lines()
                .anyMatch(
                    line ->
                        line.contains("Webhook configuration has no rule for kinds")
                            && line.contains("convoys.e2e.plimsoll.dev")));
    expect(convoy("unasked", bad(), 1));
    addRule();

    await(
        "the API server does not ask about it",
        () -> convoy("asked", bad(), 1, DRY).err().contains("denied the request: Convoy "));
    assertThat(convoy("asked", bad(), 1).err()).contains("denied the request: Convoy ");
    assertThat(convoy("good", good(), 1).succeeded()).isTrue();
    assertThat(convoy("unasked", bad(), 2).succeeded()).as("only its replicas changed").isTrue();
    assertThat(convoy("good", bad(), 1).err()).contains("denied the request: Convoy ", "root-user");
  }

  private static void addRule() {
    surroundings
        .cluster()
        .client()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("plimsoll")
        .edit(
            configuration -> {
              configuration
                  .getWebhooks()
                  .getFirst()
                  .getRules()
                  .add(
                      new RuleWithOperationsBuilder()
                          .withApiGroups("e2e.plimsoll.dev")
                          .withApiVersions("*")
                          .withOperations("CREATE", "UPDATE")
                          .withResources("convoys")
                          .withScope("Namespaced")
                          .build());
              return configuration;
            });
  }

  private static Outcome convoy(String name, String image, int replicas, String... options) {
    List<String> line = new ArrayList<>(List.of("--namespace=" + namespace.name()));
    line.addAll(List.of(options));
    return kubectl.apply(
        """
        apiVersion: e2e.plimsoll.dev/v1
        kind: Convoy
        metadata: {name: %s}
        spec:
          replicas: %d
          template: {spec: {containers: [{name: app, image: '%s'}]}}
        """
            .formatted(name, replicas, image),
        line.toArray(String[]::new));
  }

  private static Outcome dryRun(String... options) {
    String[] line =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("create", "deployment", "dry", "--image=" + bad(), DRY),
                java.util.stream.Stream.of(options))
            .toArray(String[]::new);
    return namespace.run(line);
  }

  private static String events(String reason) {
    return expect(
        kubectl.run(
            "get",
            "events",
            "--field-selector=reason=" + reason,
            "-o=jsonpath={.items[*].message}",
            "-n",
            Installation.NAMESPACE));
  }

  private static double metric(String name) {
    return surroundings.installation().operator().metrics().sum(name, Map.of());
  }

  private static void await(String otherwise, java.util.function.BooleanSupplier condition) {
    Patience.await(SOON, condition, () -> otherwise);
  }

  private static String bad() {
    return surroundings.registry().host() + "/faults:root";
  }

  private static String good() {
    return surroundings.registry().host() + "/apps/002:corrected";
  }
}
