package dev.plimsoll.rule;

/// How much a finding matters where a policy says nothing else.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH
}
