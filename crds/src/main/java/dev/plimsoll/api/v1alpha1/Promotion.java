package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/// Where an image must have run before.
public record Promotion(
    @JsonPropertyDescription(
            "In which namespaces, by their labels; every namespace has its name as"
                + " kubernetes.io/metadata.name.")
        @Required
        ObjectSelector namespaceSelector) {}
