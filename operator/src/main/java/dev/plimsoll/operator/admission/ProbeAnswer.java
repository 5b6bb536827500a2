package dev.plimsoll.operator.admission;

import dev.plimsoll.operator.probe.SelfProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is answered in the namespace of the self-probe: no, to everything, whatever policies and
/// switches say.
final class ProbeAnswer {
  private ProbeAnswer() {}

  /// The decision about a review from that namespace; nothing about any other.
  static Optional<Decision> to(Review review, Optional<String> probed) {
    return probed
        .filter(review.namespace()::equals)
        .map(
            namespace ->
                new Decision(
                    "",
                    new AdmissionResponse(
                        false,
                        "Namespace %s: %s".formatted(namespace, SelfProbe.ANSWER),
                        List.of(),
                        Map.of()),
                    List.of()));
  }
}
