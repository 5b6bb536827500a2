package dev.plimsoll.operator.policyreport;

import static dev.plimsoll.operator.policyreport.Workloads.deployment;
import static dev.plimsoll.operator.policyreport.Workloads.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PolicyReportsTest {
  private static final int PASSES = 1_000;

  KubernetesClient client;

  private final AtomicBoolean leads = new AtomicBoolean(true);
  private PolicyReports reports;

  @BeforeEach
  void start() {
    reports =
        new PolicyReports(
            client,
            new WrittenReports(client),
            leads::get,
            InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
    reports.start();
  }

  @AfterEach
  void stop() {
    reports.close();
  }

  @Test
  void writesOneReportForEachWorkloadAndOnlyWhatIsNew() throws InterruptedException {
    define(Format.POLICY_REPORTS);
    publish(web(Outcome.FAIL), deployment("bank", "api", result("root-user", Outcome.PASS)));
    assertThat(written(Format.POLICY_REPORTS))
        .extracting(report -> report.getMetadata().getName())
        .containsExactlyInAnyOrder("plimsoll-deployment-web", "plimsoll-deployment-api");
    String version = versionOf(Format.POLICY_REPORTS, "shop");

    publish(web(Outcome.FAIL), deployment("bank", "api", result("root-user", Outcome.PASS)));
    assertThat(versionOf(Format.POLICY_REPORTS, "shop")).isEqualTo(version);

    publish(web(Outcome.WARN));
    assertThat(versionOf(Format.POLICY_REPORTS, "shop")).isNotEqualTo(version);
    assertThat(written(Format.POLICY_REPORTS))
        .as("what runs no more has no report")
        .extracting(report -> report.getMetadata().getNamespace())
        .containsExactly("shop");
  }

  @Test
  void prefersOpenReportsWhereTheClusterHasBoth() throws InterruptedException {
    define(Format.POLICY_REPORTS);
    define(Format.OPEN_REPORTS);

    publish(web(Outcome.FAIL));

    assertThat(written(Format.OPEN_REPORTS)).hasSize(1);
    assertThat(written(Format.POLICY_REPORTS)).isEmpty();
  }

  @Test
  void writesNothingWithoutADefinitionAndAllOnceThereIsOne() throws InterruptedException {
    publish(web(Outcome.FAIL));
    assertThat(written(Format.OPEN_REPORTS)).isEmpty();

    define(Format.OPEN_REPORTS);
    settle();

    assertThat(written(Format.OPEN_REPORTS)).hasSize(1);
  }

  @Test
  void putsRightWhatSomebodyElseDeletedOrChanged() throws InterruptedException {
    define(Format.OPEN_REPORTS);
    publish(web(Outcome.FAIL));
    GenericKubernetesResource report = written(Format.OPEN_REPORTS).getFirst();
    report.getMetadata().getAnnotations().put(WorkloadReport.CONTENT, "other");
    client.resource(report).update();

    // Whenever the watch tells of it: who passes before that sees nothing to do.
    for (int i = 0; content().equals("other"); i++) {
      assertThat(i).as("passes").isLessThan(PASSES);
      settle();
      Thread.sleep(25);
    }
  }

  private String content() {
    return written(Format.OPEN_REPORTS)
        .getFirst()
        .getMetadata()
        .getAnnotations()
        .get(WorkloadReport.CONTENT);
  }

  @Test
  void leavesReportsOfOthersAlone() throws InterruptedException {
    define(Format.OPEN_REPORTS);
    GenericKubernetesResource others =
        WorkloadReport.of(deployment("shop", "theirs")).in(Format.OPEN_REPORTS, Instant.EPOCH);
    others.getMetadata().getLabels().put(WorkloadReport.MANAGED_BY, "somebody-else");
    client.resource(others).create();

    publish(web(Outcome.FAIL));

    assertThat(written(Format.OPEN_REPORTS)).hasSize(2);
  }

  @Test
  void writesNothingUnlessItLeads() throws InterruptedException {
    define(Format.OPEN_REPORTS);
    leads.set(false);

    publish(web(Outcome.FAIL));

    assertThat(written(Format.OPEN_REPORTS)).isEmpty();

    leads.set(true);
    settle();
    assertThat(written(Format.OPEN_REPORTS)).as("by what ran when another replica led").isEmpty();
  }

  private void publish(AuditedWorkload... workloads) throws InterruptedException {
    reports.publish(() -> List.of(workloads));
    settle();
  }

  /// Passes until there is nothing left to do.
  private void settle() throws InterruptedException {
    for (int i = 0; !reports.pass(); i++) {
      assertThat(i).as("settles").isLessThan(PASSES);
      Thread.sleep(25);
    }
  }

  private List<GenericKubernetesResource> written(Format format) {
    return client.genericKubernetesResources(format.resources()).inAnyNamespace().list().getItems();
  }

  private String versionOf(Format format, String namespace) {
    return written(format).stream()
        .filter(report -> report.getMetadata().getNamespace().equals(namespace))
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getResourceVersion();
  }

  private static AuditedWorkload web(Outcome outcome) {
    return deployment("shop", "web", result("root-user", outcome));
  }

  private void define(Format format) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %s}
                spec:
                  group: %s
                  names: {kind: %s, plural: %s}
                  scope: Namespaced
                  versions: [{name: %s, served: true, storage: true}]
                """
                    .formatted(
                        format.definition(),
                        format.resources().getGroup(),
                        format.kind(),
                        format.resources().getPlural(),
                        format.resources().getVersion()),
                CustomResourceDefinition.class))
        .create();
  }
}
