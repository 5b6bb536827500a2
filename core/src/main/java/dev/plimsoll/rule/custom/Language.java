package dev.plimsoll.rule.custom;

import com.google.common.collect.ImmutableSet;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Optional;

/// The dialect of custom rules: CEL's standard functions and macros, without `dyn` and `type`,
/// which would hide a typing error until an image is judged.
final class Language {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          // `namespace` is a name that CEL keeps for later, and ours for a variable.
          .enableReservedIds(false)
          .maxExpressionCodePointSize(CustomLimits.EXPRESSION)
          .maxParseRecursionDepth(CustomLimits.NESTING)
          .maxParseErrorRecoveryLimit(10)
          .comprehensionMaxIterations(CustomLimits.STEPS)
          .maxRegexProgramSize(CustomLimits.PATTERN)
          .enableHeterogeneousNumericComparisons(true)
          .build();
  private static final CelCompiler COMPILER = compiler();
  // Not the planner: it walks a list anew for each element that `map` or `filter` adds to it.
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

  private Language() {}

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder()
                    .excludeFunctions(StandardFunction.DYN, StandardFunction.TYPE)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Shapes());
    Variables.types().forEach(builder::addVar);
    return builder.build();
  }

  static CelAbstractSyntaxTree compile(String text) throws CelValidationException {
    return COMPILER.compile(text).getAst();
  }

  static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    return RUNTIME.createProgram(tree);
  }

  /// The declared shapes as CEL's types.
  private static final class Shapes implements CelTypeProvider {
    private final ImmutableSet<CelType> types =
        Variables.SHAPES.stream().map(Shape::type).collect(ImmutableSet.toImmutableSet());

    @Override
    public ImmutableSet<CelType> types() {
      return types;
    }

    @Override
    public Optional<CelType> findType(String name) {
      return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
