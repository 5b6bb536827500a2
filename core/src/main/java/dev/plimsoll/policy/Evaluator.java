package dev.plimsoll.policy;

import dev.plimsoll.facts.Inspection;
import dev.plimsoll.rule.ContainerContext;
import java.util.List;

/// Judges one image in one container under the policies that match it; pure.
public final class Evaluator {
  private Evaluator() {}

  /// The verdict over all policies and all inspected platforms; the worst wins.
  public static Verdict evaluate(
      List<Policy> policies, List<Inspection> inspections, ContainerContext container) {
    return new Verdict.Undetermined(List.of(), List.of());
  }
}
