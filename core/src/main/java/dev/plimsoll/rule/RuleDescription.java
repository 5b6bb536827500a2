package dev.plimsoll.rule;

import dev.plimsoll.facts.Depth;

/// What is written about a rule: everything its page, its message and its place in the API need.
///
/// `id` is kebab-case and never changes. `sentence` says what is refused, `reason` why it matters,
/// `fix`
/// what to do, `practice` which practice of slim images it stands for, `falsePositives` when it
/// is wrong and how to allow that.
public record RuleDescription(
    String id,
    Family family,
    Severity severity,
    Depth depth,
    String sentence,
    String reason,
    String fix,
    String practice,
    String falsePositives) {

  /// The rule's field under its family: `pull-size` is `pullSize`.
  public String field() {
    StringBuilder camel = new StringBuilder();
    for (String word : id.split("-", -1)) {
      camel.append(
          camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }
}
