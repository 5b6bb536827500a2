package dev.plimsoll.policy;

import dev.plimsoll.rule.Rule;

/// A rule as one policy has it: with its parameters and its enforcement.
public record RuleSetting<P extends Record>(Rule<P> rule, P parameters, Enforcement enforcement) {

  /// The same rule, enforced no harder than `ceiling`.
  RuleSetting<P> atMost(Enforcement ceiling) {
    return enforcement.compareTo(ceiling) <= 0
        ? this
        : new RuleSetting<>(rule, parameters, ceiling);
  }
}
