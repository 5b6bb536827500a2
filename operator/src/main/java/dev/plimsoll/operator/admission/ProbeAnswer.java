package dev.plimsoll.operator.admission;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is answered in the namespace of the self-probe: no, to everything, whatever policies and
/// switches say.
public final class ProbeAnswer {
  /// By this the self-probe knows that the answer is Plimsoll's.
  public static final String SENTENCE = "nothing runs here, it is where Plimsoll probes itself";

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
                        "Namespace %s: %s".formatted(namespace, SENTENCE),
                        List.of(),
                        Map.of()),
                    List.of()));
  }
}
