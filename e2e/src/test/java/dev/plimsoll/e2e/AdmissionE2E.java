package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API server answers, kind by kind and mode by mode.
@ExtendWith(InstallationExtension.class)
class AdmissionE2E {
  private static Surroundings surroundings;
  private static TestNamespace enforced;

  @BeforeAll
  static void prepare(Surroundings given) {
    surroundings = given;
    enforced = TestNamespace.create(given.cluster().kubectl(), "enforced");
    enforced.policy("load-line", "rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}");
    enforced.awaitRead(image("faults:compiler"), image("faults:root"), image("apps/002:corrected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pod                   | v1       | spec: {%s}
          ReplicationController | v1       | spec: {selector: {app: web}, template: {metadata: {labels: {app: web}}, spec: {%s}}}
          Deployment            | apps/v1  | spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {%s}}}
          ReplicaSet            | apps/v1  | spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {%s}}}
          StatefulSet           | apps/v1  | spec: {serviceName: web, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {%s}}}
          DaemonSet             | apps/v1  | spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {%s}}}
          Job                   | batch/v1 | spec: {template: {spec: {restartPolicy: Never, %s}}}
          CronJob               | batch/v1 | spec: {schedule: '@daily', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, %s}}}}}
          """)
  void judgesEveryWorkloadKind(String kind, String apiVersion, String spec) {
    String bad =
        manifest(
            kind,
            apiVersion,
            spec,
            "containers: [{name: app, image: '" + image("faults:compiler") + "'}]");
    String init =
        manifest(
            kind,
            apiVersion,
            spec,
            "initContainers: [{name: prepare, image: '%s'}], containers: [{name: app, image: '%s'}]"
                .formatted(image("faults:root"), image("apps/002:corrected")));
    String good =
        manifest(
            kind,
            apiVersion,
            spec,
            "containers: [{name: app, image: '" + image("apps/002:corrected") + "'}]");

    Outcome refused = enforced.apply(bad);
    Outcome refusedInit = enforced.apply(init);
    Outcome admitted = enforced.apply(good);

    assertThat(refused.succeeded()).isFalse();
    assertThat(refused.err())
        .contains("denied the request: " + kind + " ")
        .contains("- compiler: ");
    assertThat(refusedInit.err()).contains("container prepare").contains("- root-user: ");
    assertThat(admitted.succeeded()).as(admitted.err()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Enforce", "Warn", "Audit"})
  void actsOnAViolationAsTheEnforcementSays(String enforcement) {
    TestNamespace namespace =
        TestNamespace.create(
            surroundings.cluster().kubectl(), enforcement.toLowerCase(java.util.Locale.ROOT));
    namespace.policy(
        "load-line", "enforcement: " + enforcement + "\nrules: {user: {rootUser: {}}}");

    Outcome outcome = namespace.deploy("web", image("faults:root"));

    switch (enforcement) {
      case "Enforce" -> assertThat(outcome.err()).contains("denied the request");
      case "Warn" -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).contains("Warning: ").contains("root-user");
      }
      default -> {
        assertThat(outcome.succeeded()).as(outcome.err()).isTrue();
        assertThat(outcome.err()).doesNotContain("Warning");
      }
    }
  }

  @Test
  void letsTheRulesOwnEnforcementOutweighThePolicys() {
    TestNamespace namespace = TestNamespace.create(surroundings.cluster().kubectl(), "mixed");
    namespace.policy(
        "load-line", "rules: {user: {rootUser: {enforcement: Warn}}, buildTools: {compiler: {}}}");

    assertThat(namespace.deploy("root", image("faults:root")).err())
        .contains("Warning: ")
        .doesNotContain("denied");
    assertThat(namespace.deploy("compiler", image("faults:compiler")).err()).contains("denied");
  }

  @Test
  void judgesAnUpdateOnlyWhereTheTemplateChanges() {
    TestNamespace namespace = TestNamespace.create(surroundings.cluster().kubectl(), "updates");
    expect(namespace.deploy("web", image("faults:root")));
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");

    assertThat(namespace.run("label", "deployment/web", "team=shop").succeeded()).isTrue();
    assertThat(namespace.run("scale", "deployment/web", "--replicas=0").succeeded()).isTrue();
    assertThat(
            namespace
                .run("set", "image", "deployment/web", "app=" + image("faults:compiler"))
                .succeeded())
        .isTrue();
    Outcome back = namespace.run("set", "image", "deployment/web", "app=" + image("faults:root"));
    assertThat(back.err()).contains("root-user");
    assertThat(namespace.run("delete", "deployment/web").succeeded()).isTrue();
  }

  @Test
  void letsTheWorkloadsUserCount() {
    assertThat(
            enforced
                .apply(
                    manifest(
                        "Pod",
                        "v1",
                        "spec: {%s}",
                        "securityContext: {runAsUser: 10001}, containers: [{name: app, image: '%s'}]"
                            .formatted(image("faults:root"))))
                .succeeded())
        .isTrue();
  }

  @Test
  void judgesADryRunAlike() {
    Outcome outcome =
        enforced.run(
            "create", "deployment", "dry", "--image=" + image("faults:root"), "--dry-run=server");

    assertThat(outcome.err()).contains("root-user");
  }

  @Test
  void asksTheRegistryNothingOnceAnImageIsKnown() {
    expect(enforced.deploy("warm", image("apps/002:corrected")));
    AtomicInteger number = new AtomicInteger();

    // Again where somebody asks: the audit, which reads other images meanwhile, comes to an end.
    Patience.await(
        Duration.ofMinutes(2),
        () -> {
          surroundings.registry().forgetRequests();
          for (int i = 0; i < 5; i++) {
            String name = "warm-" + number.incrementAndGet();
            expect(enforced.deploy(name, image("apps/002:corrected")));
          }
          return surroundings.registry().requests().isEmpty();
        },
        () -> "asked once more: " + surroundings.registry().requests());
  }

  private static String manifest(String kind, String apiVersion, String spec, String podSpec) {
    return "{apiVersion: %s, kind: %s, metadata: {name: %s-%d, labels: {app: web}}, %s}"
        .formatted(
            apiVersion,
            kind,
            kind.toLowerCase(java.util.Locale.ROOT),
            podSpec.hashCode() & 0xffff,
            spec.formatted(podSpec));
  }

  private static String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }
}
