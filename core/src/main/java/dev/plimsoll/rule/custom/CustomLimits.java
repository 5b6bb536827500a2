package dev.plimsoll.rule.custom;

/// How much an expression may be and cost.
///
/// A step is one part of an expression evaluated once; texts and lists cost more steps by their
/// size. The numbers are in `docs/custom-rules.md`, which a test compares.
public final class CustomLimits {
  /// The custom rules of one policy.
  public static final int RULES = 32;

  /// The characters of a rule's name.
  public static final int NAME = 63;

  /// The characters of an expression.
  public static final int EXPRESSION = 4096;

  /// The characters of a message, written or made.
  public static final int MESSAGE = 500;

  /// How deep parts of an expression may be nested in others.
  static final int NESTING = 64;

  /// The comprehensions (`all`, `exists`, `map`, `filter`, …) that may be nested in each other.
  static final int COMPREHENSIONS = 3;

  /// The instructions of a compiled regular expression.
  static final int PATTERN = 500;

  /// The steps of one evaluation.
  static final int STEPS = 500_000;

  /// The characters or bytes of a text while evaluating.
  static final int TEXT = 1 << 16;

  /// The characters of labels, variables and the like in which one evaluation has secrets sought.
  static final int REDACTED = 1 << 18;

  /// The elements of a list or map while evaluating.
  static final int ELEMENTS = 100_000;

  static final String FLATTER = "parts are nested deeper than " + NESTING + "; write it flatter";

  private CustomLimits() {}
}
