package dev.plimsoll.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ImageReports of a cluster, by digest: what they tell of an image need not be read again.
public final class ClusterReports implements KeptImages {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Map<Digest, Reported> reports = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  /// One report: what it says of an image, and where that runs.
  public record Reported(Digest digest, ImageReportSpec spec, ImageReportStatus status) {
    private static final ImageReportStatus UNUSED = new ImageReportStatus(null, null, null);

    /// Pods that run it, as the operator last counted.
    public int pods() {
      return status.running() == null ? 0 : status.running().pods();
    }
  }

  /// Takes over a report, where its name and its digest agree and it makes sense: whoever may
  /// write reports may write anything.
  void add(ObjectNode object) {
    String name = object.path("metadata").path("name").asText();
    try {
      ImageReportSpec spec = JSON.treeToValue(object.path("spec"), ImageReportSpec.class);
      Digest digest = Digest.parse(spec.digest());
      if (!name.equals(digest.algorithm() + "-" + digest.hex()) || !isSound(spec)) {
        unreadable.add(name);
        return;
      }
      JsonNode status = object.path("status");
      reports.put(
          digest,
          new Reported(
              digest,
              spec,
              status.isObject()
                  ? JSON.treeToValue(status, ImageReportStatus.class)
                  : Reported.UNUSED));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException _) {
      unreadable.add(name);
    }
  }

  /// Whether layers have digests and no size is less than nothing.
  private static boolean isSound(ImageReportSpec spec) {
    ImageReportSpec.Figures image = spec.image();
    return spec.layers().stream()
            .allMatch(layer -> layer.bytes() >= 0 && !Digest.parse(layer.digest()).hex().isEmpty())
        && (spec.found() == null || spec.found().reclaimableBytes() >= 0)
        && (image == null
            || (image.pullBytes() >= 0 && (image.diskBytes() == null || image.diskBytes() >= 0)));
  }

  /// The reports by their names that are no reports.
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  public Collection<Reported> all() {
    return List.copyOf(reports.values());
  }

  public Optional<Reported> report(Digest digest) {
    return Optional.ofNullable(reports.get(digest));
  }

  @Override
  public Optional<byte[]> of(Digest manifest) {
    return report(manifest)
        .map(reported -> reported.spec().facts())
        .flatMap(
            facts -> {
              try {
                byte[] packed = Base64.getDecoder().decode(facts);
                return ImageInspector.isReadable(packed) ? Optional.of(packed) : Optional.empty();
              } catch (IllegalArgumentException _) {
                return Optional.empty();
              }
            });
  }
}
