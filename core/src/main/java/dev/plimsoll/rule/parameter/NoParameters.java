package dev.plimsoll.rule.parameter;

/// The parameters of a rule that has none.
public record NoParameters() {
  public static final NoParameters NONE = new NoParameters();
}
