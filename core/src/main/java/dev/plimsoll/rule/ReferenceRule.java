package dev.plimsoll.rule;

import dev.plimsoll.facts.Facts;
import java.util.List;

/// A rule about how an image is named: nothing is read to judge by it.
public interface ReferenceRule<P extends Record> extends Rule<P> {
  @Override
  default List<Finding> measure(Facts facts) {
    return List.of();
  }
}
