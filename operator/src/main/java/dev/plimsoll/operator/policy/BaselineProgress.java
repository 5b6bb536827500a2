package dev.plimsoll.operator.policy;

/// How far the recording of what ran has come for one generation of a policy, and what to say of
/// it.
public record BaselineProgress(long generation, State state, String message) {

  /// Whether what ran is recorded.
  public enum State {
    /// The policy refuses nothing, or tolerates nothing.
    NOT_NEEDED,
    /// Somewhere it only warns, until what runs there is recorded.
    PENDING,
    /// It is, wherever the policy refuses.
    TAKEN
  }
}
