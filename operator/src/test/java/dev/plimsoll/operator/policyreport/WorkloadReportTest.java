package dev.plimsoll.operator.policyreport;

import static dev.plimsoll.operator.policyreport.Workloads.deployment;
import static dev.plimsoll.operator.policyreport.Workloads.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadReportTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void isWhatOpenReportsAskFor() {
    WorkloadReport report =
        WorkloadReport.of(
            deployment(
                "shop",
                "web",
                result("shell", Outcome.PASS, ""),
                result("root-user", Outcome.FAIL, "runs as root")));

    assertThat(tree(Serialization.asYaml(report.in(Format.OPEN_REPORTS, NOW))))
        .isEqualTo(
            tree(
                """
            ---
            apiVersion: "openreports.io/v1alpha1"
            kind: "Report"
            metadata:
              annotations:
                plimsoll.dev/content: "%s"
              labels:
                app.kubernetes.io/managed-by: "plimsoll"
              name: "plimsoll-deployment-web"
              namespace: "shop"
              ownerReferences:
              - apiVersion: "apps/v1"
                kind: "Deployment"
                name: "web"
                uid: "uid-of-web"
            source: "plimsoll"
            scope:
              apiVersion: "apps/v1"
              kind: "Deployment"
              name: "web"
              namespace: "shop"
              uid: "uid-of-web"
            summary: {fail: 1, warn: 0, error: 0, skip: 0, pass: 1}
            results:
            - source: "plimsoll"
              policy: "shop/load-line"
              rule: "root-user"
              category: "user"
              severity: "high"
              result: "fail"
              scored: true
              message: "runs as root"
              properties: {container: "app", digest: "sha256:%s"}
              timestamp: {seconds: 1795255200, nanos: 0}
            - source: "plimsoll"
              policy: "shop/load-line"
              rule: "shell"
              category: "user"
              severity: "high"
              result: "pass"
              scored: true
              properties: {container: "app", digest: "sha256:%s"}
              timestamp: {seconds: 1795255200, nanos: 0}
            """
                    .formatted(
                        report.content(Format.OPEN_REPORTS), "a".repeat(64), "a".repeat(64))));
  }

  @Test
  void saysTheSameWheneverItIsWritten() {
    WorkloadReport first = one(Outcome.FAIL);
    WorkloadReport second = one(Outcome.FAIL);

    assertThat(second.content(Format.OPEN_REPORTS)).isEqualTo(first.content(Format.OPEN_REPORTS));
    assertThat(one(Outcome.WARN).content(Format.OPEN_REPORTS))
        .isNotEqualTo(first.content(Format.OPEN_REPORTS));
    assertThat(first.content(Format.POLICY_REPORTS))
        .isNotEqualTo(first.content(Format.OPEN_REPORTS));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void hasRoomForTheWorstAndSaysHowManyMoreThereAre(Format format) {
    RuleResult[] many =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    result(
                        "rule-" + i,
                        i < 20 ? Outcome.FAIL : Outcome.PASS,
                        i < 20 ? "é".repeat(5_000) : ""))
            .toArray(RuleResult[]::new);

    WorkloadReport report = WorkloadReport.of(deployment("shop", "web", many));

    assertThat(report.summary()).containsEntry("fail", 20).containsEntry("pass", 380);
    assertThat(report.results()).hasSizeLessThanOrEqualTo(WorkloadReport.MOST);
    assertThat(report.results().stream().filter(r -> r.get("result").equals("fail"))).hasSize(20);
    assertThat(report.in(format, NOW).getMetadata().getAnnotations())
        .containsEntry(WorkloadReport.LEFT_OUT, Integer.toString(400 - report.results().size()));
    assertThat(Serialization.asJson(report.in(format, NOW)).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(64 * 1024);
  }

  @Test
  void namesThatAreTooLongStayDifferentAndAllowed() {
    String one = WorkloadReport.of(deployment("shop", "a".repeat(250) + "1")).name();
    String other = WorkloadReport.of(deployment("shop", "a".repeat(250) + "2")).name();

    assertThat(one).isNotEqualTo(other).hasSizeLessThan(253).matches("[a-z0-9.-]+");
  }

  @Test
  void isOwnedByNobodyWhereNothingTellsTheWorkloadFromTheNext() {
    AuditedWorkload web = deployment("shop", "web");
    web.workload().setUid(null);

    assertThat(WorkloadReport.of(web).in(Format.OPEN_REPORTS, NOW).getMetadata())
        .satisfies(metadata -> assertThat(metadata.getOwnerReferences()).isEmpty());
  }

  private static JsonNode tree(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }

  private static WorkloadReport one(Outcome outcome) {
    return WorkloadReport.of(deployment("shop", "web", result("root-user", outcome)));
  }
}
