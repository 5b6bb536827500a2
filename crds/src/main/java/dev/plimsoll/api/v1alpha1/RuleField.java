package dev.plimsoll.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/// A rule as a policy may write it.
interface RuleField {
  /// The rule's own enforcement where it differs from the policy's, or that the rule is disabled.
  @Nullable RuleMode enforcement();
}
