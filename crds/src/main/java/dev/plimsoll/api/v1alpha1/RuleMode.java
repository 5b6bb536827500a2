package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.policy.Enforcement;
import java.util.Optional;

/// What a policy does about a violation of one rule, or that it leaves the rule out.
public enum RuleMode {
  @JsonProperty("Enforce")
  ENFORCE,
  @JsonProperty("Warn")
  WARN,
  @JsonProperty("Audit")
  AUDIT,
  /// The rule is not judged by, whatever the profile says.
  @JsonProperty("Disabled")
  DISABLED;

  /// The enforcement, or nothing where the rule is disabled.
  Optional<Enforcement> enforcement() {
    return switch (this) {
      case ENFORCE -> Optional.of(Enforcement.ENFORCE);
      case WARN -> Optional.of(Enforcement.WARN);
      case AUDIT -> Optional.of(Enforcement.AUDIT);
      case DISABLED -> Optional.empty();
    };
  }
}
