package dev.plimsoll.rule.custom;

import java.util.List;

/// What came of compiling a custom rule.
public sealed interface Compilation {

  /// The rule, ready to judge.
  record Compiled(CustomRule rule) implements Compilation {}

  /// What is wrong with it: each fault is a sentence that says where, and for an expression the
  /// line concerned with a caret below.
  record Faults(List<String> faults) implements Compilation {
    public Faults {
      faults = List.copyOf(faults);
    }
  }
}
