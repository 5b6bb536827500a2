package dev.plimsoll.verdict;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.policy.UndeterminedAction;
import java.util.List;
import java.util.stream.Stream;

/// Rules of one policy that could not be judged for one and the same reason, and what the policy
/// does about that.
public record UndecidedRules(
    String policy, List<String> rules, Unknown why, UndeterminedAction action) {
  private static final int NAMED = 5;

  public UndecidedRules {
    rules = List.copyOf(rules);
  }

  /// The first few rules, and how many more there are.
  public String names() {
    String first = String.join(", ", rules.subList(0, Math.min(rules.size(), NAMED)));
    return rules.size() <= NAMED ? first : first + " and " + (rules.size() - NAMED) + " more rules";
  }

  /// Whether why they could not be judged tells of what is in the image.
  boolean hasEvidence() {
    return switch (why.cause()) {
      case SCAN_PENDING, UNREACHABLE, UNAUTHORIZED, NOT_FOUND -> false;
      case UNREADABLE, NOT_STATED -> !why.detail().equals(Discretion.UNTOLD_CAUSE);
    };
  }

  /// Both together, under the harder of the two actions.
  public UndecidedRules and(UndecidedRules other) {
    return new UndecidedRules(
        policy,
        Stream.concat(rules.stream(), other.rules.stream()).distinct().toList(),
        why,
        action.compareTo(other.action) >= 0 ? action : other.action);
  }
}
