package dev.plimsoll.operator.policyreport;

import java.util.Locale;

/// What came of one rule, as such reports tell it; what wants to be seen first comes first.
public enum Outcome {
  /// It is violated, in any enforcement mode.
  FAIL,
  /// There is advice, for which nothing is refused even under Enforce.
  WARN,
  /// It could not be judged.
  ERROR,
  /// An exemption or a baseline covers what would else be said.
  SKIP,
  /// It is kept.
  PASS;

  /// The word in a report.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
