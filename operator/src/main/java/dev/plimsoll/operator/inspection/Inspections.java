package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
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

  /// How old what is known of a tag is, where its registry was away when it was last asked for.
  default Optional<Duration> staleness(Reference image) {
    return Optional.empty();
  }
}
