package dev.plimsoll.rule.custom;

import dev.cel.common.types.SimpleType;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContextRule;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.custom.CustomExpression.Value;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A rule of a policy's own, compiled.
public final class CustomRule implements ContextRule<NoParameters> {
  /// What the id of every custom rule begins with.
  public static final String PREFIX = "custom/";

  private static final int SHOWN = 200;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private final CustomDeclaration declaration;
  private final CustomExpression expression;
  private final @Nullable CustomExpression message;

  private CustomRule(
      CustomDeclaration declaration,
      CustomExpression expression,
      @Nullable CustomExpression message) {
    this.declaration = declaration;
    this.expression = expression;
    this.message = message;
  }

  /// Compiles a rule, or says all that is wrong with it.
  public static Compilation compile(CustomDeclaration declaration) {
    List<String> faults = new ArrayList<>(faultsOfTexts(declaration));
    CustomExpression expression =
        CustomExpression.compile(
            new Source("expression", declaration.expression()), SimpleType.BOOL, faults);
    CustomExpression message =
        declaration.messageExpression() == null
            ? null
            : CustomExpression.compile(
                new Source("messageExpression", declaration.messageExpression()),
                SimpleType.STRING,
                faults);
    return faults.isEmpty() && expression != null
        ? new Compilation.Compiled(new CustomRule(declaration, expression, message))
        : new Compilation.Faults(faults);
  }

  private static List<String> faultsOfTexts(CustomDeclaration declaration) {
    List<String> faults = new ArrayList<>();
    String name = declaration.name();
    if (name.length() > CustomLimits.NAME || !NAME.matcher(name).matches()) {
      faults.add(
          "name: \"%s\" is not a name; write at most %d small letters, digits and hyphens"
              .formatted(name, CustomLimits.NAME));
    }
    if (declaration.message().isBlank()) {
      faults.add("message: is empty; say what is wrong where the expression is false");
    }
    if (declaration.message().length() > CustomLimits.MESSAGE) {
      faults.add(
          "message: has %d characters, more than %d"
              .formatted(declaration.message().length(), CustomLimits.MESSAGE));
    }
    return faults;
  }

  /// What is written about it; `custom/` and the name that the policy gives it are its id.
  @Override
  public RuleDescription description() {
    return RuleDescription.of(
            PREFIX + declaration.name(), Family.CUSTOM, declaration.severity(), neededDepth())
        .refuses(declaration.message())
        .mendedBy("change what makes this false: " + shortened(declaration.expression()));
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public List<Finding> measure(Facts facts, ContainerContext container) {
    return switch (outcome(CustomInput.of(facts, container))) {
      case CustomOutcome.Met _ -> List.of();
      case CustomOutcome.Broken(String said) ->
          List.of(Finding.of(description(), new Finding.Measure.Observed(), said));
      case CustomOutcome.Undecided(Unknown why) -> List.of(Finding.unmeasured(description(), why));
    };
  }

  @Override
  public Judgement judge(Finding finding, NoParameters none, ContainerContext container) {
    return new Judgement.Beyond(finding.what(), "none");
  }

  /// How deep an image must be read for it; the reference alone is not enough, since the
  /// expression is about an image that is there.
  private Depth neededDepth() {
    return Depth.CONFIG.isDeeperThan(depth()) ? Depth.CONFIG : depth();
  }

  /// How deep its expressions look.
  Depth depth() {
    return message != null && message.depth().isDeeperThan(expression.depth())
        ? message.depth()
        : expression.depth();
  }

  /// The same declaration makes the same rule.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CustomRule rule && declaration.equals(rule.declaration);
  }

  @Override
  public int hashCode() {
    return declaration.hashCode();
  }

  /// What it says of an image in a container; never throws, and never passes what it cannot tell.
  CustomOutcome outcome(CustomInput input) {
    Map<String, Object> variables = Variables.values(input);
    return switch (expression.value(variables)) {
      case Value.Of(Boolean met, _) when met -> new CustomOutcome.Met();
      case Value.Of(Boolean _, _) -> new CustomOutcome.Broken(message(variables));
      case Value.Of(Object other, _) ->
          undecided("yields " + other.getClass().getSimpleName() + " and no bool");
      case Value.None(String why, _) -> undecided(why);
    };
  }

  /// The steps that its expression takes for this.
  long steps(CustomInput input) {
    return expression.value(Variables.values(input)).steps();
  }

  private CustomOutcome undecided(String why) {
    return new CustomOutcome.Undecided(
        new Unknown(Cause.NOT_STATED, id() + " cannot be decided: " + why));
  }

  /// The message that is made, else the written one, which then says why.
  private String message(Map<String, Object> variables) {
    if (message == null) {
      return declaration.message();
    }
    return switch (message.value(variables)) {
      case Value.Of(String text, _) when !text.isBlank() -> oneLine(text);
      case Value.Of _ -> declaration.message();
      case Value.None(String why, _) ->
          declaration.message() + " (its messageExpression has no value: " + why + ")";
    };
  }

  private static String shortened(String expression) {
    String line = expression.replaceAll("\\s+", " ").strip();
    return Ellipsis.cut(line, SHOWN);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return Ellipsis.cut(line, CustomLimits.MESSAGE);
  }
}
