package dev.plimsoll.operator.admission;

import java.util.Optional;

/// The switch that turns all enforcement to Audit while it is on.
@FunctionalInterface
public interface BreakGlass {

  /// Why nothing is refused now, in the words of who saw to that; nothing where policies are
  /// enforced as they say.
  Optional<String> reason();
}
