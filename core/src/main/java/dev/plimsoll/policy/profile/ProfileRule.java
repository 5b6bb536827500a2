package dev.plimsoll.policy.profile;

import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.Rule;

/// A rule as a profile asks for it: its parameters, and how hard it is enforced at most.
public record ProfileRule<P extends Record>(Rule<P> rule, P parameters, Enforcement atMost) {

  /// The rule in a policy that enforces no harder than this.
  public RuleSetting<P> setting(Enforcement inherited) {
    Enforcement milder = inherited.compareTo(atMost) <= 0 ? inherited : atMost;
    return new RuleSetting<>(rule, parameters, milder, false, atMost != Enforcement.ENFORCE);
  }

  /// The same rule, enforced no harder than `ceiling`.
  public ProfileRule<P> noHarderThan(Enforcement ceiling) {
    return atMost.compareTo(ceiling) <= 0 ? this : new ProfileRule<>(rule, parameters, ceiling);
  }

  /// Enforced as hard as the policy is, with the rule's defaults.
  static <P extends Record> ProfileRule<P> enforced(Rule<P> rule) {
    return new ProfileRule<>(rule, rule.defaults(), Enforcement.ENFORCE);
  }

  /// Enforced as hard as the policy is.
  static <P extends Record> ProfileRule<P> enforced(Rule<P> rule, P parameters) {
    return new ProfileRule<>(rule, parameters, Enforcement.ENFORCE);
  }

  /// Never more than a warning, with the rule's defaults.
  static <P extends Record> ProfileRule<P> warned(Rule<P> rule) {
    return new ProfileRule<>(rule, rule.defaults(), Enforcement.WARN);
  }
}
