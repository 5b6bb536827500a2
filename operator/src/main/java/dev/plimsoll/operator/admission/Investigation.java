package dev.plimsoll.operator.admission;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Former;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is found out about the images of one review, each looked into once however many
/// containers run it.
final class Investigation {
  /// What a tag of the former template was last known to mean is what runs, most likely.
  private static final Duration FORMER_AGE = Duration.ofDays(1);

  /// A former image is not waited for longer, nor for more than this share of the time.
  private static final Duration FORMER_TIME = Duration.ofMillis(500);

  private static final int FORMER_SHARE = 5;

  private final Inspections inspections;
  private final Deadline deadline;
  private final Map<Reference, List<Inspection>> found = new HashMap<>();

  Investigation(Inspections inspections, Deadline deadline) {
    this.inspections = inspections;
    this.deadline = deadline;
  }

  /// The same candidates, with what is known of the images that they replace: from memory where
  /// that has it, else from their manifests and configs. What cannot be had soon is left out, and
  /// nobody is refused for it.
  List<Candidate> remember(List<Candidate> candidates) {
    Map<Reference, Depth> wanted = new HashMap<>();
    for (Candidate candidate : candidates) {
      if (candidate.replaces() != null) {
        wanted.put(candidate.replaces(), Depth.CONFIG);
      }
    }
    if (wanted.isEmpty()) {
      return candidates;
    }
    Duration share = deadline.remaining().dividedBy(FORMER_SHARE);
    Map<Reference, List<Inspection>> known =
        inspections
            .leavingNoTrace()
            .of(
                wanted,
                FORMER_AGE,
                Deadline.in(share.compareTo(FORMER_TIME) < 0 ? share : FORMER_TIME));
    return candidates.stream().map(candidate -> remember(candidate, known)).toList();
  }

  private static Candidate remember(Candidate candidate, Map<Reference, List<Inspection>> known) {
    Reference replaced = candidate.replaces();
    List<Facts> facts =
        replaced == null
            ? List.of()
            : known.getOrDefault(replaced, List.of()).stream()
                .<Facts>mapMulti(
                    (inspection, found) -> {
                      if (inspection instanceof Inspected(Facts read, _)) {
                        found.accept(read);
                      }
                    })
                .toList();
    return facts.isEmpty() || replaced == null
        ? candidate
        : candidate.after(Former.of(replaced.toString(), facts));
  }

  /// Looks as deep as the rules need, at nothing where they need no more than the name, and
  /// deeper where what is found turns out to ask for it.
  void look(List<Candidate> candidates, Duration tagAge) {
    Map<Reference, Depth> wanted = new HashMap<>();
    candidates.stream()
        .filter(candidate -> candidate.unreadable() == null)
        .filter(candidate -> candidate.depth().isDeeperThan(Depth.REFERENCE))
        .forEach(c -> wanted.merge(c.reference(), c.depth(), Investigation::deeper));
    if (!wanted.isEmpty()) {
      found.putAll(inspections.of(wanted, tagAge, deadline));
    }
    Map<Reference, Depth> deeper = new HashMap<>();
    for (Candidate candidate : candidates) {
      Depth depth = candidate.depthAfter(about(candidate));
      Depth had = wanted.get(candidate.reference());
      if (had != null && depth.isDeeperThan(had)) {
        deeper.merge(candidate.reference(), depth, Investigation::deeper);
      }
    }
    if (!deeper.isEmpty()) {
      found.putAll(inspections.of(deeper, tagAge, deadline));
    }
  }

  /// Asks again what the tags of images that would be refused point to, and says whether there
  /// was any to ask for. Where the registry cannot tell, what was known stays.
  boolean lookAgain(List<Candidate> refused, Duration tagAge) {
    Map<Reference, Depth> doubtful = new HashMap<>();
    refused.stream()
        .filter(
            candidate -> candidate.unreadable() == null && candidate.reference().digest() == null)
        .filter(candidate -> candidate.depth().isDeeperThan(Depth.REFERENCE))
        .filter(candidate -> isKnowledge(about(candidate)))
        .forEach(c -> doubtful.merge(c.reference(), c.depth(), Investigation::deeper));
    if (doubtful.isEmpty() || deadline.hasPassed()) {
      return false;
    }
    inspections
        .of(doubtful, tagAge, deadline)
        .forEach(
            (reference, fresh) -> {
              if (isKnowledge(fresh)) {
                found.put(reference, fresh);
              }
            });
    return true;
  }

  /// Whether what was found in an image may be told to whoever asks.
  boolean isOpen(Candidate candidate) {
    return about(candidate).stream()
        .allMatch(
            inspection ->
                switch (inspection) {
                  case Inspected(Facts facts, _) ->
                      inspections.isOpen(candidate.reference(), facts.digest(), deadline);
                  case Uninspectable(_, Digest digest) ->
                      digest == null || inspections.isOpen(candidate.reference(), digest, deadline);
                });
  }

  List<Inspection> about(Candidate candidate) {
    Inspection unreadable = candidate.unreadable();
    return unreadable == null
        ? found.getOrDefault(candidate.reference(), List.of())
        : List.of(unreadable);
  }

  /// Whether something is known of the image, if only that there is none. A registry that cannot
  /// be asked tells nothing, and asking it again would only load it more.
  private static boolean isKnowledge(List<Inspection> inspections) {
    return inspections.stream()
        .allMatch(
            inspection ->
                switch (inspection) {
                  case Inspected _ -> true;
                  case Uninspectable(Unknown why, _) -> why.cause() == Cause.NOT_FOUND;
                });
  }

  private static Depth deeper(Depth one, Depth other) {
    return one.isDeeperThan(other) ? one : other;
  }
}
