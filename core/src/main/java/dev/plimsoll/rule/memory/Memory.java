package dev.plimsoll.rule.memory;

import org.jspecify.annotations.Nullable;

/// What is remembered where a container is judged: the image that the same container of the same
/// workload runs now, null where it is new or nobody knows, which tags moved on, and where images
/// ran.
public record Memory(@Nullable Former former, Movements movements, Places places) {
  /// Nothing is remembered, as on the command line.
  public static final Memory NONE = new Memory(null, Movements.NONE, Places.NONE);

  /// What a rule asks for.
  public enum Part {
    /// What the same container runs now.
    FORMER,
    /// Whether bases moved on.
    BASES,
    /// Whether tags of what runs moved on.
    TAGS,
    /// Where the image ran.
    PLACES
  }

  /// The same, of a container that runs this now.
  public Memory of(@Nullable Former running) {
    return new Memory(running, movements, places);
  }

  /// The same, with these movements.
  public Memory with(Movements others) {
    return new Memory(former, others, places);
  }

  /// The same, with these places.
  public Memory with(Places others) {
    return new Memory(former, movements, others);
  }
}
