package dev.plimsoll.operator.policyreport;

import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Severity;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.List;
import java.util.Map;

/// Audited workloads for tests.
final class Workloads {
  private Workloads() {}

  static AuditedWorkload deployment(String namespace, String name, RuleResult... results) {
    return new AuditedWorkload(
        new ObjectReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withNamespace(namespace)
            .withName(name)
            .withUid("uid-of-" + name)
            .build(),
        () -> List.of(results));
  }

  static RuleResult result(String rule, Outcome outcome) {
    return result(rule, outcome, "what is so");
  }

  static RuleResult result(String rule, Outcome outcome, String message) {
    return new RuleResult(
        "shop/load-line",
        rule,
        Family.USER,
        Severity.HIGH,
        outcome,
        message,
        Map.of("container", "app", "digest", "sha256:" + "a".repeat(64)));
  }
}
