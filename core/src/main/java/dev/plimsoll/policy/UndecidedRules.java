package dev.plimsoll.policy;

import dev.plimsoll.facts.Unknown;
import java.util.List;
import java.util.stream.Stream;

/// Rules of one policy that could not be judged for one and the same reason, and what the policy
/// does about that.
public record UndecidedRules(
    String policy, List<String> rules, Unknown why, UndeterminedAction action) {
  public UndecidedRules {
    rules = List.copyOf(rules);
  }

  /// Both together, under the harder of the two actions.
  UndecidedRules and(UndecidedRules other) {
    return new UndecidedRules(
        policy,
        Stream.concat(rules.stream(), other.rules.stream()).distinct().toList(),
        why,
        action.compareTo(other.action) >= 0 ? action : other.action);
  }
}
