package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator says of an exemption: whether any policy honours it, and whether what runs
/// needs it.
public record ImageExemptionStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Honoured: whether a policy honours it; else why not, as when it expired. Needed:"
                + " whether something that runs would violate a policy without it.")
        @Size(max = 8)
        List<PolicyCondition> conditions,
    @JsonPropertyDescription(
            "Distinct images that run and that it covers, one for each workload, container and"
                + " digest.")
        @Nullable Integer images) {

  public ImageExemptionStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
