package dev.plimsoll.rule.custom;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import dev.plimsoll.rule.custom.Costs.Operand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the steps of one evaluation and ends it where they are too many.
///
/// It is told each value as soon as it is made. What an operation costs is taken before it
/// begins, when its last operand is there.
final class Budget implements CelEvaluationListener {
  /// The characters or elements that cost a step.
  private static final int SHARE = 32;

  /// What a part costs that fails, and whose failure `||` or `&&` may bridge: about as long as
  /// so many steps take.
  private static final int FAILURE = 200;

  private final Costs costs;
  private final Map<Long, String> sought = new HashMap<>();
  private long left = CustomLimits.STEPS;
  private long awaited;

  Budget(Costs costs) {
    this.costs = costs;
  }

  @Override
  public void callback(CelExpr expr, @Nullable Object value) {
    long id = expr.id();
    boolean failed = awaited != 0 && awaited != id;
    awaited = costs.completedBy(id);
    take(1 + size(expr, value) + (failed ? FAILURE : 0));
    Operand operand = costs.operand(id);
    if (value != null) {
      switch (operand.use()) {
        case NOTHING_SPECIAL -> {}
        case COMPARED -> compared(value, 0);
        case HOLDING -> compared(value instanceof Map<?, ?> map ? map.keySet() : value, 0);
        case SEARCHED -> sought.put(operand.call(), value instanceof String text ? text : "");
        case SOUGHT -> search(operand, value);
      }
    }
  }

  long spent() {
    return CustomLimits.STEPS - left;
  }

  private void take(long steps) {
    left -= steps;
    if (left < 0) {
      throw new Spent("it needs more than " + CustomLimits.STEPS + " steps");
    }
  }

  private static long size(CelExpr expr, @Nullable Object value) {
    return switch (value) {
      case String text -> within(text.length(), CustomLimits.TEXT, "characters") / SHARE;
      case CelByteString bytes -> within(bytes.size(), CustomLimits.TEXT, "bytes") / SHARE;
      case Collection<?> list -> elements(expr, list.size());
      case Map<?, ?> map -> elements(expr, map.size());
      case null, default -> 0;
    };
  }

  /// A list that a comprehension is building costs nothing again for each element it gets.
  private static long elements(CelExpr expr, int size) {
    within(size, CustomLimits.ELEMENTS, "elements");
    boolean growing =
        switch (expr.getKind()) {
          case IDENT -> expr.ident().name().startsWith("@");
          case CALL -> expr.call().function().startsWith("_");
          default -> false;
        };
    return growing ? 0 : size / SHARE;
  }

  private static long within(int size, int limit, String what) {
    if (size > limit) {
      throw new Spent("a value in it has %d %s, more than %d".formatted(size, what, limit));
    }
    return size;
  }

  private void compared(Object value, int nesting) {
    if (nesting > CustomLimits.NESTING) {
      throw new Spent("a value compared in it is nested too deep");
    }
    switch (value) {
      case String text -> take(text.length() / SHARE);
      case Collection<?> list -> list.forEach(element -> inside(element, nesting));
      case Map<?, ?> map -> map.values().forEach(element -> inside(element, nesting));
      default -> {}
    }
  }

  private void inside(@Nullable Object value, int nesting) {
    take(1);
    if (value != null) {
      compared(value, nesting + 1);
    }
  }

  private void search(Operand operand, Object value) {
    String text = sought.getOrDefault(operand.call(), "");
    int each = operand.weight() > 0 ? operand.weight() : value.toString().length();
    take((long) text.length() * each / SHARE);
  }
}
