package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;

/// Looks into one image, as deep as asked.
@FunctionalInterface
public interface Inspector {
  List<Inspection> inspect(Reference reference, Depth depth, Duration maxTagAge, Deadline deadline);
}
