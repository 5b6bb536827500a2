package dev.plimsoll.facts;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of an [ImageInspector]: which image, for which platforms (none: all that there
/// are), how deep, and until when the answer is of use.
///
/// `maxTagAge` is how long ago a tag may have been asked for; zero asks again. `tenant` is on
/// whose behalf, null where that is nobody's in particular.
public record InspectionRequest(
    Reference reference,
    List<Platform> platforms,
    Depth depth,
    Duration maxTagAge,
    Deadline deadline,
    @Nullable Tenant tenant) {
  public InspectionRequest {
    platforms = List.copyOf(platforms);
  }

  public InspectionRequest(
      Reference reference,
      List<Platform> platforms,
      Depth depth,
      Duration maxTagAge,
      Deadline deadline) {
    this(reference, platforms, depth, maxTagAge, deadline, null);
  }

  /// The same, on behalf of `whose`.
  public InspectionRequest by(Tenant whose) {
    return new InspectionRequest(reference, platforms, depth, maxTagAge, deadline, whose);
  }
}
