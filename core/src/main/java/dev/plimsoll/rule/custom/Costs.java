package dev.plimsoll.rule.custom;

import java.util.HashMap;
import java.util.Map;

/// Which parts of an expression cost more than a step, by their ids: operands whose sizes count,
/// and operands that are the last ones needed before a part must have its value.
final class Costs {
  private final Map<Long, Operand> operands = new HashMap<>();
  private final Map<Long, Long> completed = new HashMap<>();

  /// An operand of a call whose cost depends on the sizes of its operands.
  ///
  /// `weight` is the steps for each character sought in, or 0 where the text that is sought
  /// decides.
  record Operand(long call, Use use, int weight) {}

  /// What an operand is for.
  enum Use {
    NOTHING_SPECIAL,
    COMPARED,
    HOLDING,
    SEARCHED,
    SOUGHT
  }

  private static final Operand USUAL = new Operand(0, Use.NOTHING_SPECIAL, 0);

  void compares(long operand, long call) {
    operands.put(operand, new Operand(call, Use.COMPARED, 0));
  }

  void holds(long operand, long call) {
    operands.put(operand, new Operand(call, Use.HOLDING, 0));
  }

  void searches(long in, long sought, long call, int weight) {
    operands.put(in, new Operand(call, Use.SEARCHED, weight));
    operands.put(sought, new Operand(call, Use.SOUGHT, weight));
  }

  void completes(long operand, long whole) {
    completed.put(operand, whole);
  }

  Operand operand(long id) {
    return operands.getOrDefault(id, USUAL);
  }

  /// The part whose value comes next where it has one, or 0.
  long completedBy(long id) {
    return completed.getOrDefault(id, 0L);
  }
}
