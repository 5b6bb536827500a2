package dev.plimsoll.operator.running;

import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks into images for the policies that ask about them. An image that it has no answer for
/// is left out, never answered for by nothing.
@FunctionalInterface
public interface ImageLookup {
  /// What is found in each, with what the Pods pull with that run the images.
  Map<Reference, List<Inspection>> inspect(
      Map<Reference, Set<Policy>> images, Pullers pullers, Deadline deadline);

  /// Asks what tags mean, each by an image that runs under it and whoever pulls that: the
  /// manifests of all judged platforms. A tag that nobody can tell is left out.
  default Map<Reference, Set<Digest>> imagesOf(
      Map<Reference, Reference> tags, Pullers pullers, Deadline deadline) {
    return Map.of();
  }

  /// Whether what is found in an image may be told to who pulls it.
  default boolean isOpen(Puller puller, Reference pinned, Deadline deadline) {
    return true;
  }
}
