package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// One aspect of a policy's or an exemption's state, in the shape that Kubernetes gives
/// conditions (`metav1.Condition`).
public record PolicyCondition(
    @JsonPropertyDescription("The aspect: Accepted, Ready, BaselineTaken, Honoured or Needed.")
        @Required
        @Size(min = 1, max = 63)
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required Status status,
    @JsonPropertyDescription("Why, in one word for programs.") @Required @Size(min = 1, max = 128)
        String reason,
    @JsonPropertyDescription("Why, for people.") @Required @Size(max = 8192) String message,
    @JsonPropertyDescription("The generation of the spec that this is about.")
        long observedGeneration,
    @JsonPropertyDescription("When the status last changed.") @Required String lastTransitionTime) {

  /// The aspect that says whether a policy can be judged by.
  public static final String ACCEPTED = "Accepted";

  /// The aspect that says whether a policy is in force.
  public static final String READY = "Ready";

  /// The aspect that says whether what ran before a policy refused is recorded.
  public static final String BASELINE_TAKEN = "BaselineTaken";

  /// The aspect that says whether a policy honours an exemption.
  public static final String HONOURED = "Honoured";

  /// The aspect that says whether what runs needs an exemption.
  public static final String NEEDED = "Needed";

  /// The aspect that says, where it does not hold, that the API server serves an older definition
  /// than the operator knows.
  public static final String DEFINITION_CURRENT = "DefinitionCurrent";

  /// The aspect that says, where it does not hold, that something came in that the policy
  /// refuses, after it was written.
  public static final String CAUGHT_UP = "CaughtUp";

  /// Whether the aspect holds.
  public enum Status {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
