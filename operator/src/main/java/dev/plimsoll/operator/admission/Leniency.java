package dev.plimsoll.operator.admission;

import dev.plimsoll.image.Ellipsis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who and what passes though policies would say no: requests of users that are left out, and
/// every request while break-glass is on.
///
/// Requests of the first are not judged at all. Under break-glass everything is judged as ever,
/// so that the audit log, the metrics and the operator's log say what would have been refused;
/// nobody is refused or warned.
final class Leniency {
  private static final String BREAK_GLASS = "break-glass";
  private static final String EXCLUDED = "excluded-subject";
  private static final int LONGEST_ANNOTATION = 1024;

  private final BreakGlass breakGlass;
  private final ExcludedSubjects excluded;

  Leniency(BreakGlass breakGlass, ExcludedSubjects excluded) {
    this.breakGlass = breakGlass;
    this.excluded = excluded;
  }

  /// The decision about a review that is not judged because of who sent it.
  Optional<Decision> without(Review review) {
    return excluded
        .subjectOf(review.requester().user(), review.requester().groups())
        .map(
            subject ->
                new Decision(
                    "",
                    new AdmissionResponse(
                        true, "", List.of(), Map.of(EXCLUDED, "not judged: sent by " + subject)),
                    List.of()));
  }

  /// The decision as it stands now: under break-glass, one that lets pass.
  Decision soften(Decision decision) {
    return breakGlass.reason().map(reason -> softened(decision, reason)).orElse(decision);
  }

  private static Decision softened(Decision decision, String reason) {
    AdmissionResponse response = decision.response();
    Map<String, String> annotations = new TreeMap<>(response.auditAnnotations());
    if (!response.allowed()) {
      String refusal = response.refusal().lines().findFirst().orElse("refused");
      String text = "passed under break-glass (%s); else: %s".formatted(reason, refusal);
      annotations.put(BREAK_GLASS, Ellipsis.cut(text, LONGEST_ANNOTATION));
    }
    return new Decision(
        decision.title(),
        new AdmissionResponse(true, "", List.of(), annotations),
        decision.images());
  }
}
