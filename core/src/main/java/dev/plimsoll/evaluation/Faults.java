package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.rule.ContainerContext;

/// What becomes of a fault of ours while a rule judges an image.
///
/// A hostile image may be what caused it, so where many images are judged it must concern that one
/// alone.
@FunctionalInterface
public interface Faults {
  /// They end the judging, as where one image is judged for someone who waits for it.
  Faults THROWN =
      (_, _, fault) -> {
        throw fault;
      };

  /// The stack is too small for what a rule does, as for any other fault.
  final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeep(StackOverflowError cause) {
      super("a rule went too deep", cause);
    }
  }

  /// Why the rule could not judge the image, in a sentence for whoever runs it.
  Unknown over(ContainerContext container, String rule, RuntimeException fault);
}
