package dev.plimsoll.rule.custom;

/// An evaluation has exceeded a limit.
///
/// An error and no exception, because `||` and `&&` of an expression swallow exceptions: what is
/// beyond a limit ends the evaluation.
final class Spent extends Error {
  private static final long serialVersionUID = 1;

  Spent(String sentence) {
    super(sentence, null, false, false);
  }
}
