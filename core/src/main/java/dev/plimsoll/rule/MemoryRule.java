package dev.plimsoll.rule;

import dev.plimsoll.rule.memory.Memory;
import java.util.Optional;

/// A rule that holds an image against what the cluster remembers, and does not apply where that is
/// nothing. How and where the container runs is all the same to it.
public interface MemoryRule<P extends Record> extends ContextRule<P> {
  /// What it asks for.
  Memory.Part asked();

  @Override
  default Optional<Memory.Part> asksOfMemory() {
    return Optional.of(asked());
  }

  @Override
  default boolean asksForPlacement() {
    return false;
  }

  @Override
  default boolean judgesHowItRuns() {
    return false;
  }
}
