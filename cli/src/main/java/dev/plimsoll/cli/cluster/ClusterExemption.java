package dev.plimsoll.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.ExemptionReader;
import dev.plimsoll.api.v1alpha1.ExemptionReader.Reading;
import dev.plimsoll.api.v1alpha1.ImageExemptionSpec;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.reference.Reference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/// An exemption of a cluster: where it stands, since when, and what it says.
record ClusterExemption(
    String namespace, Instant created, Exemption exemption, ImageExemptionSpec spec) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// Reads an exemption as the operator does; nothing of one that exempts nothing.
  static Optional<ClusterExemption> of(ObjectNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    String name = namespace + "/" + object.path("metadata").path("name").asText();
    try {
      ImageExemptionSpec spec = JSON.treeToValue(object.path("spec"), ImageExemptionSpec.class);
      Instant created =
          Instant.parse(
              object.path("metadata").path("creationTimestamp").asText("1970-01-01T00:00:00Z"));
      return spec != null && ExemptionReader.read(name, spec) instanceof Reading.Read(var read)
          ? Optional.of(new ClusterExemption(namespace, created, read, spec))
          : Optional.empty();
    } catch (JsonProcessingException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  boolean isAbout(Map<String, String> podLabels, Reference image) {
    return spec.selects(podLabels) && exemption.match().covers(image);
  }

  /// Whether Pods of a namespace with these labels are meant.
  boolean reaches(String other, Map<String, String> labels) {
    return namespace.equals(other)
        || (spec.namespaceSelector() != null && spec.namespaceSelector().selects(labels));
  }
}
