package dev.plimsoll.policy;

import dev.plimsoll.facts.Unknown.Cause;
import java.util.List;
import java.util.Map;

/// A policy ready to judge by: its name, the images it is about, its rules, and what to do where
/// nothing can be decided.
///
/// `name` is what people call it, `namespace/name`. `knownBases` are references of base images
/// whose layers are to be recognised.
public record Policy(
    String name,
    ImageMatch match,
    List<RuleSetting<?>> rules,
    Map<Cause, UndeterminedAction> whenUndetermined,
    List<String> knownBases) {
  public Policy {
    rules = List.copyOf(rules);
    whenUndetermined = Map.copyOf(whenUndetermined);
    knownBases = List.copyOf(knownBases);
  }

  /// What happens where `rule` cannot be judged for `cause`.
  UndeterminedAction actionFor(Cause cause, Enforcement enforcement) {
    return whenUndetermined.getOrDefault(cause, UndeterminedAction.WARN).atMost(enforcement);
  }

  /// The same policy with no rule enforced harder than `ceiling`.
  public Policy atMost(Enforcement ceiling) {
    List<RuleSetting<?>> milder =
        rules.stream().<RuleSetting<?>>map(rule -> rule.atMost(ceiling)).toList();
    return new Policy(name, match, milder, whenUndetermined, knownBases);
  }
}
