package dev.plimsoll.rule;

/// How much a finding matters where a policy says nothing else, least first.
public enum Severity {
  /// Good to know. Unless the policy sets an enforcement for the rule itself, it never does more
  /// than warn.
  ADVICE,
  LOW,
  MEDIUM,
  HIGH
}
