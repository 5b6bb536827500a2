package dev.plimsoll.operator.audit;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.metrics.AuditFigures;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.rule.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one round of the audit found, added up policy by policy.
///
/// Reclaimable bytes are a union: within an image over its violations, and over the workloads
/// that run the same digest; images that share layers are each counted whole.
final class Round {
  private final Instant at;
  private final Map<PolicyName, PolicyAudit> audits = new LinkedHashMap<>();
  private final List<AuditFigures.OfPolicy> figures = new ArrayList<>();
  private final Map<AuditFigures.Place, Integer> violations = new HashMap<>();
  private boolean pending;

  Round(Instant at) {
    this.at = at;
  }

  Map<PolicyName, PolicyAudit> audits() {
    return audits;
  }

  AuditFigures figures() {
    return new AuditFigures(figures, violations);
  }

  /// Whether images are still being read, so that another round is worth while soon.
  boolean isPending() {
    return pending;
  }

  void add(IndexedPolicy indexed, Map<Unit, Question> questions, Answers answers) {
    indexed.policy().ifPresent(policy -> add(indexed, policy, questions, answers));
  }

  private void add(
      IndexedPolicy indexed, Policy policy, Map<Unit, Question> questions, Answers answers) {
    Sum sum = new Sum(policy);
    WorstViolations worst = new WorstViolations();
    questions.forEach(
        (unit, question) ->
            answers
                .to(question)
                .ifPresent(
                    verdict -> {
                      sum.add(unit, verdict);
                      verdict.violations().forEach(v -> worst.add(unit, question.image(), v));
                      pending |= Answers.isPending(verdict);
                    }));
    Counts counts = new Counts(questions.size(), sum.compliant, sum.violating, sum.undetermined);
    Bytes reclaimable = sum.reclaimable();
    audits.put(
        new PolicyName(indexed.namespace(), indexed.name()),
        new PolicyAudit(
            indexed.generation(), counts, reclaimable, worst.list(), worst.areTruncated(), at));
    figures.add(
        new AuditFigures.OfPolicy(
            indexed.name(),
            sum.compliant,
            sum.violating,
            sum.undetermined,
            reclaimable,
            sum.byRule));
    sum.byEnforcement.forEach(
        (enforcement, count) ->
            violations.merge(
                new AuditFigures.Place(indexed.namespace(), enforcement), count, Integer::sum));
  }

  /// The running sums of one policy.
  private static final class Sum {
    private final Map<String, Integer> byRule = new TreeMap<>();
    private final Map<Enforcement, Integer> byEnforcement = new EnumMap<>(Enforcement.class);
    private final Map<String, Set<FileGroup>> reclaimableByDigest = new HashMap<>();
    private int compliant;
    private int violating;
    private int undetermined;

    Sum(Policy policy) {
      for (RuleSetting<?> setting : policy.rules()) {
        byRule.put(setting.rule().id(), 0);
        byEnforcement.put(setting.enforcement(), 0);
      }
    }

    void add(Unit unit, Verdict verdict) {
      if (!verdict.violations().isEmpty()) {
        violating++;
      } else if (!verdict.undecided().isEmpty()) {
        undetermined++;
      } else {
        compliant++;
      }
      for (Violation violation : verdict.violations()) {
        byRule.merge(violation.rule(), 1, Integer::sum);
        byEnforcement.merge(violation.enforcement(), 1, Integer::sum);
        reclaimableByDigest
            .computeIfAbsent(unit.digest(), _ -> new HashSet<>())
            .addAll(violation.finding().reclaimable());
      }
    }

    Bytes reclaimable() {
      return reclaimableByDigest.values().stream()
          .map(Finding::pullSizeOf)
          .reduce(Bytes.NONE, Bytes::plus);
    }
  }
}
