package dev.plimsoll.policy;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.Severity;

/// A rule as one policy has it: with its parameters and its enforcement.
///
/// `explicit` is whether the policy writes an enforcement for this rule itself. `softened` is
/// whether a profile, or that the rule is new, keeps it from refusing however the policy is
/// enforced.
public record RuleSetting<P extends Record>(
    Rule<P> rule, P parameters, Enforcement enforcement, boolean explicit, boolean softened) {

  /// A rule that refuses under a policy that does.
  public RuleSetting(Rule<P> rule, P parameters, Enforcement enforcement, boolean explicit) {
    this(rule, parameters, enforcement, explicit, false);
  }

  /// A rule with an enforcement of its own.
  public RuleSetting(Rule<P> rule, P parameters, Enforcement enforcement) {
    this(rule, parameters, enforcement, true);
  }

  /// What is done about a violation of this severity: advice never does more than warn, unless
  /// the policy insists.
  public Enforcement enforcementOf(Severity severity) {
    return isAdvice(severity) && enforcement == Enforcement.ENFORCE
        ? Enforcement.WARN
        : enforcement;
  }

  /// Whether a violation of this severity is advice: nothing is refused for it, even if the whole
  /// policy is enforced, until the policy sets an enforcement for the rule itself.
  public boolean isAdvice(Severity severity) {
    return !explicit && (softened || severity == Severity.ADVICE);
  }

  /// The same rule, enforced no harder than `ceiling`.
  RuleSetting<P> atMost(Enforcement ceiling) {
    return enforcement.compareTo(ceiling) <= 0
        ? this
        : new RuleSetting<>(rule, parameters, ceiling, explicit, softened);
  }
}
