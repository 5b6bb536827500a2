package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A violation that runs: who runs it, what is beyond the limit, what put it there, what to do.
public record WorstViolation(
    @JsonPropertyDescription("The workload's namespace.") @Size(max = 63) String namespace,
    @JsonPropertyDescription(
            "The workload that owns the Pods at the top, as kind/name, such as Deployment/shop.")
        @Size(max = 320)
        String workload,
    @JsonPropertyDescription("The container's name.") @Size(max = 63) String container,
    @JsonPropertyDescription("The image, as the Pod names it.") @Size(max = 512) String image,
    @JsonPropertyDescription("The manifest digest that runs.") @Size(max = 140) String digest,
    @JsonPropertyDescription("The rule's id, such as pull-size.") @Size(max = 63) String rule,
    @JsonPropertyDescription("What was measured, with its unit.") @Size(max = 160) String actual,
    @JsonPropertyDescription("What the policy allows.") @Size(max = 160) String limit,
    @JsonPropertyDescription("The layer that put most of it there, counted from 1, lowest first.")
        @Nullable Integer layer,
    @JsonPropertyDescription("The Dockerfile instruction that made that layer.") @Size(max = 240)
        @Nullable String instruction,
    @JsonPropertyDescription("Whether it came with the base image or was added on top of it.")
        @Size(max = 80)
        @Nullable String origin,
    @JsonPropertyDescription("What to do about it in this image.") @Size(max = 400) String fix,
    @JsonPropertyDescription("Compressed bytes that the fix saves, as a quantity such as 412.3Mi.")
        @Size(max = 32)
        @Nullable String saving) {}
