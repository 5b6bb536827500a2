package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A documented set of rules with their default parameters, to which `spec.rules` adds and whose
/// rules it overrides.
public enum Profile {
  /// No rule but those under `spec.rules`.
  @JsonProperty("None")
  NONE,
  /// What every image in production can comply with: no root user, a slim base, no compiler.
  @JsonProperty("Baseline")
  BASELINE
}
