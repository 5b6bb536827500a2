package dev.plimsoll.rule.custom;

import dev.plimsoll.facts.Unknown;

/// What a custom rule says of an image in a container.
sealed interface CustomOutcome {

  /// The expression is true.
  record Met() implements CustomOutcome {}

  /// The expression is false; the message says what is wrong.
  record Broken(String message) implements CustomOutcome {}

  /// The expression has no value.
  record Undecided(Unknown why) implements CustomOutcome {}
}
