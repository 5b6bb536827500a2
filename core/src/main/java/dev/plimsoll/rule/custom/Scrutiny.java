package dev.plimsoll.rule.custom;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.types.CelType;
import dev.plimsoll.facts.Depth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A walk over a checked expression: what it reads, what of it is costly, and what the types
/// alone do not forbid.
final class Scrutiny {
  private static final Set<String> COMPARING = Set.of("_==_", "_!=_");

  /// Functions that may have a value where an operand has none, or is not asked for.
  private static final Set<String> LENIENT = Set.of("_&&_", "_||_", "_?_:_", "@not_strictly_false");

  private final CelAbstractSyntaxTree tree;
  private final Source source;
  private final List<String> faults = new ArrayList<>();
  private final Costs costs = new Costs();
  private final Map<String, Shape<?>> shapes = new HashMap<>();
  private Depth depth = Depth.REFERENCE;

  Scrutiny(CelAbstractSyntaxTree tree, Source source) {
    this.tree = tree;
    this.source = source;
    Variables.SHAPES.forEach(shape -> shapes.put(shape.type().name(), shape));
    walk(tree.getExpr(), 0, 0);
  }

  List<String> faults() {
    return faults;
  }

  /// How deep an image must be read for this expression.
  Depth depth() {
    return depth;
  }

  Costs costs() {
    return costs;
  }

  private void walk(CelExpr expr, int nesting, int loops) {
    if (nesting > CustomLimits.NESTING) {
      fault(expr, CustomLimits.FLATTER);
      return;
    }
    switch (expr.getKind()) {
      case SELECT -> {
        reads(expr.select().operand(), expr.select().field());
        costs.completes(expr.select().operand().id(), expr.id());
        if (!isVariable(expr.select().operand())) {
          walk(expr.select().operand(), nesting + 1, loops);
        }
      }
      case CALL -> call(expr, nesting, loops);
      case LIST -> expr.list().elements().forEach(e -> walk(e, nesting + 1, loops));
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    walk(entry.key(), nesting + 1, loops);
                    walk(entry.value(), nesting + 1, loops);
                  });
      case COMPREHENSION -> comprehension(expr, nesting, loops + 1);
      case STRUCT -> fault(expr, "an expression builds no " + expr.struct().messageName());
      case IDENT -> {
        if (isVariable(expr)) {
          depth = Depth.FILES;
        }
      }
      case CONSTANT, NOT_SET -> {}
    }
  }

  /// A variable that is used whole may be read in all its fields.
  private boolean isVariable(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().equals("image");
  }

  private void reads(CelExpr operand, String field) {
    CelType type = tree.getType(operand.id()).orElse(null);
    Shape<?> shape = type == null ? null : shapes.get(type.name());
    Field<?> read = shape == null ? null : shape.field(field);
    if (read != null && read.depth().isDeeperThan(depth)) {
      depth = read.depth();
    }
  }

  private void comprehension(CelExpr expr, int nesting, int loops) {
    if (loops > CustomLimits.COMPREHENSIONS) {
      fault(
          expr,
          "all, exists, map, filter and the like are nested deeper than "
              + CustomLimits.COMPREHENSIONS);
      return;
    }
    CelComprehension loop = expr.comprehension();
    walk(loop.iterRange(), nesting + 1, loops - 1);
    walk(loop.accuInit(), nesting + 1, loops);
    walk(loop.loopCondition(), nesting + 1, loops);
    walk(loop.loopStep(), nesting + 1, loops);
    walk(loop.result(), nesting + 1, loops);
  }

  private void call(CelExpr expr, int nesting, int loops) {
    CelCall call = expr.call();
    List<CelExpr> all = new ArrayList<>(call.args());
    call.target().ifPresent(target -> all.addFirst(target));
    if (COMPARING.contains(call.function())) {
      all.forEach(e -> costs.compares(e.id(), expr.id()));
    } else if (call.function().equals("@in")) {
      costs.holds(all.getLast().id(), expr.id());
    } else if (all.size() == 2 && call.function().equals("contains")) {
      costs.searches(all.getFirst().id(), all.getLast().id(), expr.id(), 0);
    } else if (all.size() == 2 && call.function().equals("matches")) {
      int size = pattern(all.getLast());
      costs.searches(all.getFirst().id(), all.getLast().id(), expr.id(), size);
    }
    if (!LENIENT.contains(call.function()) && !all.isEmpty()) {
      costs.completes(all.getLast().id(), expr.id());
    }
    all.forEach(e -> walk(e, nesting + 1, loops));
  }

  /// The size of a pattern once compiled, at least 1.
  private int pattern(CelExpr expr) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || expr.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      fault(expr, "the pattern of matches must be written out as a text");
      return 1;
    }
    String text = expr.constant().stringValue();
    if (Repetitions.in(text) > CustomLimits.PATTERN) {
      fault(expr, "the pattern repeats too much; write smaller counts");
      return 1;
    }
    try {
      int size = Pattern.compile(text).programSize();
      if (size > CustomLimits.PATTERN) {
        fault(expr, "the pattern is too large: %d of %d".formatted(size, CustomLimits.PATTERN));
      }
      return Math.max(1, size);
    } catch (PatternSyntaxException e) {
      fault(expr, "the pattern is no regular expression (RE2): " + e.getDescription());
      return 1;
    }
  }

  private void fault(CelExpr expr, String sentence) {
    Integer offset = tree.getSource().getPositionsMap().get(expr.id());
    faults.add(offset == null ? source.fault(sentence) : source.fault(offset, sentence));
  }
}
