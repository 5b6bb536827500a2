package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A documented set of rules, to which `spec.rules` adds and whose rules it overrides;
/// [ProfileRules] has the table.
public enum Profile {
  /// No rule but those under `spec.rules`.
  @JsonProperty("None")
  NONE,
  /// What every image in production can comply with: no root user, a slim base, no compiler.
  @JsonProperty("Baseline")
  BASELINE,
  /// For teams that build for production: nothing but the application and what it needs.
  @JsonProperty("Strict")
  STRICT,
  /// For images without an operating system's tools, on distroless bases or scratch.
  @JsonProperty("Distroless")
  DISTROLESS
}
