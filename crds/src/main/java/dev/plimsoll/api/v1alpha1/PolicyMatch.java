package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which images of which workloads a policy is about; what is left out narrows nothing.
public record PolicyMatch(
    @JsonPropertyDescription(
            "Globs over registry/repository, such as registry.example.com/team/**. * stays within"
                + " one path segment, ** crosses them. An image without a registry is"
                + " docker.io/..., an official one docker.io/library/...; tags and digests are not"
                + " part of the name. None: every image.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(glob, glob.matches('^[a-z0-9*][a-zA-Z0-9*._:/-]*$'))",
            message =
                "write globs over registry/repository, without scheme, tag or digest, such as"
                    + " registry.example.com/team/**")
        List<@Size(min = 1, max = 255) String> images,
    @JsonPropertyDescription(
            "Which Pods of the namespace, by the labels on the Pod or in the Pod template. None:"
                + " every Pod.")
        @Nullable
        WorkloadSelector workloadSelector) {

  static final PolicyMatch EVERYTHING = new PolicyMatch(List.of(), null);

  public PolicyMatch {
    images = images == null ? List.of() : List.copyOf(images);
  }

  /// Whether Pods with these labels are meant.
  public boolean selects(java.util.Map<String, String> podLabels) {
    return workloadSelector == null || workloadSelector.selects(podLabels);
  }
}
