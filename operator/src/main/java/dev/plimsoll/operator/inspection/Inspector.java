package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks into one image, as deep as asked.
@FunctionalInterface
public interface Inspector {
  List<Inspection> inspect(Reference reference, Depth depth, Duration maxTagAge, Deadline deadline);

  /// How old what is known of a tag is, where its registry was away when it was last asked for.
  default Optional<Duration> staleness(Reference reference) {
    return Optional.empty();
  }
}
