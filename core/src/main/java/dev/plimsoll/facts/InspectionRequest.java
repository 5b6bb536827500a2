package dev.plimsoll.facts;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;

/// What is asked of an [ImageInspector]: which image, for which platforms (none: all that there
/// are), how deep, and until when the answer is of use.
///
/// `maxTagAge` is how long ago a tag may have been asked for; zero asks again.
public record InspectionRequest(
    Reference reference,
    List<Platform> platforms,
    Depth depth,
    Duration maxTagAge,
    Deadline deadline) {
  public InspectionRequest {
    platforms = List.copyOf(platforms);
  }
}
