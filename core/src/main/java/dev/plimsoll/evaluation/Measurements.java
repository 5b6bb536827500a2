package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import java.util.List;

/// Where findings come from: measured on the spot, or kept from an earlier time.
@FunctionalInterface
public interface Measurements {
  /// Measures each time it is asked.
  Measurements ON_THE_SPOT = Rule::measure;

  List<Finding> findings(Rule<?> rule, Facts facts);
}
