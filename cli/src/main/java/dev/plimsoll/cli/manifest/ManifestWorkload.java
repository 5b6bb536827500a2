package dev.plimsoll.cli.manifest;

import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.workload.ContainerImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A workload of a manifest or a cluster: its title for people, its namespace where it is
/// known, its Pods' labels, and its containers with the place of each image. `isPod` tells that
/// it is a Pod itself, which nobody makes again later.
public record ManifestWorkload(
    boolean isPod,
    String title,
    @Nullable String namespace,
    Place place,
    Map<String, String> labels,
    List<PlacedImage> images) {
  public ManifestWorkload {
    labels = Map.copyOf(labels);
    images = List.copyOf(images);
  }

  /// A container's image and the line that names it. `runs` is the digest by which a node has
  /// it, null where none is known: then what the name means now is looked at.
  public record PlacedImage(ContainerImage image, Place place, @Nullable Digest runs) {
    public PlacedImage(ContainerImage image, Place place) {
      this(image, place, null);
    }
  }
}
