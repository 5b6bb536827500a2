package dev.plimsoll.policy;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.Severity;

/// A rule as one policy has it: with its parameters and its enforcement.
///
/// `explicit` is whether the policy writes an enforcement for this rule itself.
public record RuleSetting<P extends Record>(
    Rule<P> rule, P parameters, Enforcement enforcement, boolean explicit) {

  /// A rule with an enforcement of its own.
  public RuleSetting(Rule<P> rule, P parameters, Enforcement enforcement) {
    this(rule, parameters, enforcement, true);
  }

  /// What is done about a violation of this severity: advice never does more than warn, unless
  /// the policy insists.
  Enforcement enforcementOf(Severity severity) {
    boolean softened =
        severity == Severity.ADVICE && !explicit && enforcement == Enforcement.ENFORCE;
    return softened ? Enforcement.WARN : enforcement;
  }

  /// The same rule, enforced no harder than `ceiling`.
  RuleSetting<P> atMost(Enforcement ceiling) {
    return enforcement.compareTo(ceiling) <= 0
        ? this
        : new RuleSetting<>(rule, parameters, ceiling, explicit);
  }
}
