package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which images of which workloads a policy is about; what is left out narrows nothing.
public record PolicyMatch(
    @JsonPropertyDescription(Texts.GLOBS + " None: every image.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(glob, glob.matches('" + GLOB + "'))",
            message = WRITE_GLOBS)
        List<@Size(min = 1, max = 255) String> images,
    @JsonPropertyDescription(
            "Which Pods of the namespace, by the labels on the Pod or in the Pod template. None:"
                + " every Pod.")
        @Nullable ObjectSelector workloadSelector) {

  /// No scheme (`https://`), no digest (`@`), no space.
  static final String GLOB =
      "^[a-z0-9*][a-zA-Z0-9*._-]*(:[a-zA-Z0-9*._-]+)?(/[a-zA-Z0-9*._-]+)*(:[a-zA-Z0-9*._-]+)?$";

  static final String WRITE_GLOBS =
      "write globs over registry/repository, without scheme or digest, such as"
          + " registry.example.com/team/**";

  public static final PolicyMatch EVERYTHING = new PolicyMatch(List.of(), null);

  public PolicyMatch {
    images = images == null ? List.of() : List.copyOf(images);
  }

  /// Whether Pods with these labels are meant.
  public boolean selects(Map<String, String> podLabels) {
    return workloadSelector == null || workloadSelector.selects(podLabels);
  }
}
