package dev.plimsoll.rule.custom;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.plimsoll.facts.Depth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One compiled expression.
///
/// `depth` is how deep an image must be read for it.
record CustomExpression(Source source, Program program, Costs costs, Depth depth) {

  /// An expression of this result type, or null where `faults` then say why there is none.
  static @Nullable CustomExpression compile(Source source, CelType result, List<String> faults) {
    if (source.text().isBlank()) {
      faults.add(source.fault("is empty; write an expression"));
      return null;
    }
    if (source.text().length() > CustomLimits.EXPRESSION) {
      faults.add(
          source.fault(
              "has %d characters, more than %d"
                  .formatted(source.text().length(), CustomLimits.EXPRESSION)));
      return null;
    }
    try {
      CelAbstractSyntaxTree tree = Language.compile(source.text());
      return examined(source, tree, result, faults);
    } catch (CelValidationException e) {
      faults.addAll(Complaints.of(e, source));
      return null;
    }
  }

  private static @Nullable CustomExpression examined(
      Source source, CelAbstractSyntaxTree tree, CelType result, List<String> faults) {
    List<String> found = new ArrayList<>();
    if (!result.equals(tree.getResultType())) {
      found.add(
          source.fault(
              "yields %s where %s is needed"
                  .formatted(tree.getResultType().name(), result.name())));
    }
    Scrutiny scrutiny = new Scrutiny(tree, source);
    found.addAll(scrutiny.faults());
    faults.addAll(found);
    try {
      return found.isEmpty()
          ? new CustomExpression(source, Language.program(tree), scrutiny.costs(), scrutiny.depth())
          : null;
    } catch (CelEvaluationException e) {
      faults.add(source.fault("cannot be prepared: " + e.getMessage()));
      return null;
    }
  }

  /// Its value for these variables.
  Value value(Map<String, ?> variables) {
    Budget budget = new Budget(costs);
    try {
      return new Value.Of(program.trace(variables, budget), budget.spent());
    } catch (Spent e) {
      return new Value.None(String.valueOf(e.getMessage()), budget.spent());
    } catch (CelEvaluationException e) {
      return new Value.None(Complaints.of(e), budget.spent());
    }
  }

  /// What an evaluation yields, and the steps that it took.
  sealed interface Value {
    long steps();

    record Of(Object value, long steps) implements Value {}

    record None(String why, long steps) implements Value {}
  }
}
