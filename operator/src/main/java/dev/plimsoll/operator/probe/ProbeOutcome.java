package dev.plimsoll.operator.probe;

/// What a self-probe saw.
sealed interface ProbeOutcome {

  /// The API server asked Plimsoll and did as it said.
  record Effective() implements ProbeOutcome {}

  /// It did not, as `sign` tells.
  record Bypassed(String sign) implements ProbeOutcome {}

  /// The answer tells neither: something else refused the Pod first, or there was no answer.
  record Unclear(String sign) implements ProbeOutcome {}
}
