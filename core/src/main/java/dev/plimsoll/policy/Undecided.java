package dev.plimsoll.policy;

import dev.plimsoll.facts.Unknown;
import java.util.List;

/// Rules of one policy that could not be judged for one and the same cause, and what the policy
/// does about that.
public record Undecided(String policy, List<String> rules, Unknown why, UndeterminedAction action) {
  public Undecided {
    rules = List.copyOf(rules);
  }
}
