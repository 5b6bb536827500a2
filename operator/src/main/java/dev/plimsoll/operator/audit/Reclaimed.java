package dev.plimsoll.operator.audit;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.fleet.FleetLayer;
import dev.plimsoll.fleet.ReclaimableBytes;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.operator.fleet.Outlines;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.verdict.Violation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What goes when violations are fixed, by the images that they are in, until it is added up.
final class Reclaimed {
  private final Map<Image, Set<FileGroup>> byImage = new HashMap<>();

  private record Image(@Nullable Digest digest, String called, @Nullable Platform platform) {
    /// By its digest alone, wherever that is kept; where nobody tells it, by what the node says.
    static Image of(RunningImage running, @Nullable Platform platform) {
      Digest digest = running.pinned() == null ? null : running.pinned().digest();
      return new Image(digest, digest == null ? running.imageId() : "", platform);
    }
  }

  void add(RunningImage image, Violation violation) {
    byImage
        .computeIfAbsent(Image.of(image, violation.platform()), _ -> new HashSet<>())
        .addAll(violation.finding().reclaimable());
  }

  void addAll(Reclaimed other) {
    other.byImage.forEach(
        (image, groups) -> byImage.computeIfAbsent(image, _ -> new HashSet<>()).addAll(groups));
  }

  /// Within an image each file counts once over its violations, over all images each byte of a
  /// layer that they share.
  Bytes bytes(Outlines outlines) {
    ReclaimableBytes bytes = new ReclaimableBytes();
    byImage.forEach(
        (image, groups) -> {
          List<FleetLayer> layers =
              image.digest() == null
                  ? List.of()
                  : outlines.layers(image.digest(), image.platform());
          if (layers.isEmpty()) {
            bytes.addUnplaced(groups);
          } else {
            bytes.add(layers, groups);
          }
        });
    return bytes.total();
  }
}
