package dev.plimsoll.rule;

import dev.plimsoll.facts.Unknown;

/// What becomes of a finding under a policy's parameters.
public sealed interface Judgement {

  /// The policy allows it.
  record Within() implements Judgement {}

  /// The policy does not: `actual` against `limit`, each a phrase with its unit.
  record Beyond(String actual, String limit) implements Judgement {}

  /// Nobody can tell.
  record Undecided(Unknown why) implements Judgement {}
}
