package dev.plimsoll.rule;

import dev.plimsoll.facts.Depth;

/// What is written about a rule: everything its page, its message and its place in the API need.
///
/// `id` is kebab-case and never changes. `sentence` says what is refused, `reason` why it matters,
/// `fix` what to do, `practice` which practice of slim images it stands for, `falsePositives` when
/// it is wrong and how to allow that. `since` is the version of the catalogue that the rule came
/// with.
public record RuleDescription(
    String id,
    Family family,
    Severity severity,
    Depth depth,
    String sentence,
    String reason,
    String fix,
    String practice,
    String falsePositives,
    int since) {

  /// A description of the catalogue's first version, still without its texts.
  public static RuleDescription of(String id, Family family, Severity severity, Depth depth) {
    return new RuleDescription(id, family, severity, depth, "", "", "", "", "", 1);
  }

  /// With the sentence that says what is refused.
  public RuleDescription refuses(String what) {
    return new RuleDescription(
        id, family, severity, depth, what, reason, fix, practice, falsePositives, since);
  }

  /// With why it matters.
  public RuleDescription because(String why) {
    return new RuleDescription(
        id, family, severity, depth, sentence, why, fix, practice, falsePositives, since);
  }

  /// With what to do in general; a finding says it for its image.
  public RuleDescription mendedBy(String what) {
    return new RuleDescription(
        id, family, severity, depth, sentence, reason, what, practice, falsePositives, since);
  }

  /// With the practice of slim images that the rule stands for.
  public RuleDescription practice(String which) {
    return new RuleDescription(
        id, family, severity, depth, sentence, reason, fix, which, falsePositives, since);
  }

  /// With when the rule is wrong, and how to allow that.
  public RuleDescription wrongFor(String whom) {
    return new RuleDescription(
        id, family, severity, depth, sentence, reason, fix, practice, whom, since);
  }

  /// With the version of the catalogue that brings the rule.
  public RuleDescription since(int version) {
    return new RuleDescription(
        id, family, severity, depth, sentence, reason, fix, practice, falsePositives, version);
  }

  /// The rule's field under its family: `pull-size` is `pullSize`.
  public String field() {
    StringBuilder camel = new StringBuilder();
    for (String word : id.split("-", -1)) {
      camel.append(
          camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }

  /// The rule's field from `spec.rules`: `size.pullSize`.
  public String path() {
    return family.field() + "." + field();
  }
}
