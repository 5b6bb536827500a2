package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.verdict.Exempted;
import dev.plimsoll.verdict.Tolerated;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What has been found while judging.
final class Outcome {
  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::enforcement)
          .thenComparing(violation -> violation.finding().severity())
          .reversed();

  /// What makes two violations one: the same said of two platforms is said once.
  private record Same(String policy, String rule, Finding.Blame blame, String actual) {}

  private final ContainerContext container;
  private final @Nullable Instant now;
  private final Map<Same, Violation> violations = new LinkedHashMap<>();
  private final Map<Unknown, Map<String, UndecidedRules>> undecided = new LinkedHashMap<>();
  private final Set<Exempted> exempted = new LinkedHashSet<>();
  private final Set<Tolerated> tolerated = new LinkedHashSet<>();

  Outcome(ContainerContext container, @Nullable Instant now) {
    this.container = container;
    this.now = now;
  }

  /// The container that is judged.
  ContainerContext container() {
    return container;
  }

  void beyond(Policy policy, Rule<?> rule, @Nullable Digest digest, Violation violation) {
    Finding finding = violation.finding();
    String detail = detailOf(violation);
    if (!exempts(policy, e -> e.covers(finding), finding.rule(), detail)
        && !tolerates(policy, b -> b.tolerates(rule, finding, digest, container), rule, detail)) {
      violations.putIfAbsent(
          new Same(policy.name(), finding.rule(), finding.blame(), violation.actual()), violation);
    }
  }

  void undecided(Policy policy, RuleSetting<?> setting, Unknown why, @Nullable Digest digest) {
    Rule<?> judge = setting.rule();
    String rule = judge.id();
    if (exempts(policy, e -> e.coversAllOf(rule), rule, why.detail())
        || tolerates(
            policy, b -> b.toleratesUnjudged(judge, digest, container), judge, why.detail())) {
      return;
    }
    Enforcement enforcement = setting.enforcementOf(setting.rule().description().severity());
    UndeterminedAction action = policy.actionFor(why.cause(), enforcement);
    undecided
        .computeIfAbsent(why, _ -> new LinkedHashMap<>())
        .merge(
            policy.name(),
            new UndecidedRules(policy.name(), List.of(rule), why, action),
            UndecidedRules::and);
  }

  private boolean exempts(Policy policy, Predicate<Exemption> covers, String rule, String detail) {
    Optional<Exemption> first =
        policy.exemptions().stream()
            .filter(exemption -> now != null && exemption.isInForceAt(now))
            .filter(covers)
            .findFirst();
    first.ifPresent(
        exemption -> exempted.add(new Exempted(policy.name(), exemption.name(), rule, detail)));
    return first.isPresent();
  }

  private boolean tolerates(
      Policy policy, Predicate<Baseline> covers, Rule<?> rule, String detail) {
    Baseline baseline = policy.baseline();
    if (baseline == null || now == null || !baseline.isInForceAt(now) || !covers.test(baseline)) {
      return false;
    }
    tolerated.add(new Tolerated(policy.name(), rule.id(), detail, baseline.until()));
    return true;
  }

  private static String detailOf(Violation violation) {
    return violation.actual() + ", limit " + violation.limit();
  }

  Verdict verdict() {
    List<Violation> worstFirst = violations.values().stream().sorted(WORST_FIRST).toList();
    List<UndecidedRules> open =
        undecided.values().stream().flatMap(byPolicy -> byPolicy.values().stream()).toList();
    List<Exempted> allowed = List.copyOf(exempted);
    List<Tolerated> old = List.copyOf(tolerated);
    if (worstFirst.stream().anyMatch(v -> v.enforcement() == Enforcement.ENFORCE)) {
      return new Verdict.Denied(worstFirst, open, allowed, old);
    }
    return open.isEmpty()
        ? new Verdict.Admitted(worstFirst, allowed, old)
        : new Verdict.Undetermined(worstFirst, open, allowed, old);
  }
}
