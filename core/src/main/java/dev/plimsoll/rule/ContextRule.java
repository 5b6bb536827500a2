package dev.plimsoll.rule;

import dev.plimsoll.facts.Facts;
import java.util.List;

/// A rule whose findings depend on the image and on how it is run together; they belong to no
/// digest alone and are not kept.
public interface ContextRule<P extends Record> extends Rule<P> {
  /// What the rule finds in an image that is run like this.
  List<Finding> measure(Facts facts, ContainerContext container);

  /// Whether it asks where a container runs.
  default boolean asksForPlacement() {
    return true;
  }

  @Override
  default boolean judgesHowItRuns() {
    return true;
  }

  @Override
  default List<Finding> measure(Facts facts) {
    return List.of();
  }
}
