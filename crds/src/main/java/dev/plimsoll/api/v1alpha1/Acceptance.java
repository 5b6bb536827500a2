package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.policy.Policy;
import java.util.List;

/// What came of reading a policy from its resource: one to judge by, or all that is wrong with
/// it.
public sealed interface Acceptance {

  /// The resource makes sense, and this is its policy.
  record Accepted(Policy policy) implements Acceptance {}

  /// The resource cannot be judged by; each sentence names a field and says what would be right.
  record NotAccepted(List<String> faults) implements Acceptance {
    public NotAccepted {
      faults = List.copyOf(faults);
    }
  }
}
