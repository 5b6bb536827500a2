package dev.plimsoll.operator.pinning;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.admission.ExcludedSubjects;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides which images of a Pod get a digest: those that policies are about and whose tag the
/// registry, or recent memory, can tell. The rest stays as it is.
final class Pinning {
  private final ExcludedSubjects excluded;
  private final Judged judged;
  private final Inspections inspections;
  private final Duration tagAge;

  /// Whether any policy is about an image in a Pod with these labels.
  @FunctionalInterface
  interface Judged {
    boolean is(String namespace, Map<String, String> labels, Reference image);
  }

  Pinning(ExcludedSubjects excluded, Judged judged, Inspections inspections, Duration tagAge) {
    this.excluded = excluded;
    this.judged = judged;
    this.inspections = inspections;
    this.tagAge = tagAge;
  }

  List<Pin> pins(PodReview review, Deadline deadline) {
    if (excluded.subjectOf(review.user(), review.groups()).isPresent()) {
      return List.of();
    }
    Map<PodImage, Reference> tagged = new LinkedHashMap<>();
    for (PodImage image : review.images()) {
      reference(image)
          .filter(reference -> judged.is(review.namespace(), review.labels(), reference))
          .ifPresent(reference -> tagged.put(image, reference));
    }
    if (tagged.isEmpty()) {
      return List.of();
    }
    Map<Reference, Digest> digests = new HashMap<>();
    inspections
        .as(review.puller())
        .digestsOf(List.copyOf(tagged.values()), tagAge, deadline)
        .forEach(digests::put);
    return tagged.entrySet().stream()
        .flatMap(
            entry ->
                Stream.ofNullable(digests.get(entry.getValue()))
                    .map(digest -> Pin.of(entry.getKey(), entry.getValue(), digest)))
        .toList();
  }

  /// The reference, where it is one and has no digest yet.
  private static Optional<Reference> reference(PodImage image) {
    try {
      return Optional.of(Reference.parse(image.name())).filter(r -> r.digest() == null);
    } catch (InvalidReferenceException _) {
      return Optional.empty();
    }
  }
}
