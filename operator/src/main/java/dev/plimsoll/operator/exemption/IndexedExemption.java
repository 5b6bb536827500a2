package dev.plimsoll.operator.exemption;

import dev.plimsoll.api.v1alpha1.ExemptionReader;
import dev.plimsoll.api.v1alpha1.ExemptionReader.Reading;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionSpec;
import dev.plimsoll.policy.Exemption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An exemption of the cluster as it was read once, for this generation of it.
public record IndexedExemption(
    Key key, Instant created, Reading reading, @Nullable ImageExemptionSpec spec) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedExemption.class);

  /// One generation of one exemption.
  public record Key(String namespace, String name, String uid, long generation) {
    /// What people call it.
    public String title() {
      return namespace + "/" + name;
    }

    static Key of(ImageExemption resource) {
      Long generation = resource.getMetadata().getGeneration();
      return new Key(
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName(),
          resource.getMetadata().getUid(),
          generation == null ? 0 : generation);
    }
  }

  public static IndexedExemption of(ImageExemption resource) {
    String created = resource.getMetadata().getCreationTimestamp();
    return new IndexedExemption(
        Key.of(resource),
        created == null ? Instant.EPOCH : Instant.parse(created),
        readingOf(resource),
        resource.getSpec());
  }

  /// The exemption to judge by, where there is one.
  public Optional<Exemption> exemption() {
    return switch (reading) {
      case Reading.Read(Exemption exemption) -> Optional.of(exemption);
      case Reading.Faulty _ -> Optional.empty();
    };
  }

  /// Whether Pods with these labels are meant.
  boolean selects(Map<String, String> podLabels) {
    return spec != null && spec.selects(podLabels);
  }

  /// Whether other namespaces than its own are meant, whichever.
  public boolean reachesOthers() {
    return spec != null && spec.namespaceSelector() != null;
  }

  /// Whether other namespaces with these labels are meant.
  boolean selectsNamespace(Map<String, String> labels) {
    return spec != null
        && spec.namespaceSelector() != null
        && spec.namespaceSelector().selects(labels);
  }

  /// One exemption that we fail over must not take the others with it.
  private static Reading readingOf(ImageExemption resource) {
    try {
      return ExemptionReader.read(resource);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("namespace", resource.getMetadata().getNamespace())
          .addKeyValue("exemption", resource.getMetadata().getName())
          .setCause(e)
          .log("Reading an exemption failed");
      return new Reading.Faulty(
          List.of("spec: Plimsoll failed while reading it; the operator's log has the fault"));
    }
  }
}
