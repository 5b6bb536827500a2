package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks into several images at once; every image asked for is answered for before the deadline.
@FunctionalInterface
public interface Inspections {

  /// What came of looking into each image, one inspection per platform that is judged. What a
  /// tag points to may be known from up to `maxTagAge` ago.
  Map<Reference, List<Inspection>> of(
      Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline);

  /// The same, of which nothing is written down for others, as a dry run asks.
  default Inspections leavingNoTrace() {
    return this;
  }

  /// The same on behalf of Pods that pull like this: with their credentials, and in their
  /// namespace's turn.
  default Inspections as(Puller puller) {
    return this;
  }

  /// What tags point to, known from up to `maxTagAge` ago; those that nobody can tell by the
  /// deadline are left out.
  default Map<Reference, Digest> digestsOf(
      List<Reference> tags, Duration maxTagAge, Deadline deadline) {
    return Map.of();
  }

  /// Whether the repository gave whoever this is on behalf of that manifest within the last
  /// hour: what may be told of an image, beyond the verdict, hangs on it. Asks the repository
  /// where that is not known; what is not answered by the deadline counts as no.
  default boolean isOpen(Reference repository, Digest manifest, Deadline deadline) {
    return true;
  }

  /// How old what is known of a tag is, where its registry was away when it was last asked for.
  default Optional<Duration> staleness(Reference image) {
    return Optional.empty();
  }
}
