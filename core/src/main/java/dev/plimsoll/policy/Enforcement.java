package dev.plimsoll.policy;

/// What a policy does about a violation, mildest first.
public enum Enforcement {
  AUDIT,
  WARN,
  ENFORCE
}
