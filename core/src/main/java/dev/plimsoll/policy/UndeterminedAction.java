package dev.plimsoll.policy;

/// What a policy does where an image could not be judged, mildest first.
public enum UndeterminedAction {
  ALLOW,
  WARN,
  DENY;

  /// The same, but no harder than `enforcement` would be on a violation.
  public UndeterminedAction atMost(Enforcement enforcement) {
    UndeterminedAction ceiling =
        switch (enforcement) {
          case AUDIT -> ALLOW;
          case WARN -> WARN;
          case ENFORCE -> DENY;
        };
    return compareTo(ceiling) <= 0 ? this : ceiling;
  }
}
