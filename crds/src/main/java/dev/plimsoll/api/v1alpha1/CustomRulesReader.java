package dev.plimsoll.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.Compilation;
import dev.plimsoll.rule.custom.CustomDeclaration;
import dev.plimsoll.rule.custom.CustomLimits;
import dev.plimsoll.rule.custom.CustomRule;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `spec.rules.custom`: the rules that a policy writes itself, each compiled.
final class CustomRulesReader {
  static final String PATH = "spec.rules.custom";

  /// The fields of a rule, in the order of the definition.
  static final List<String> FIELDS =
      List.of("name", "expression", "message", "messageExpression", "severity", "enforcement");

  private final Enforcement inherited;
  private final List<String> faults;
  private final List<RuleSetting<?>> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private CustomRulesReader(Enforcement inherited, List<String> faults) {
    this.inherited = inherited;
    this.faults = faults;
  }

  /// The rules in a list; what is wrong is added to `faults`.
  static List<RuleSetting<?>> read(JsonNode list, Enforcement inherited, List<String> faults) {
    CustomRulesReader reader = new CustomRulesReader(inherited, faults);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      faults.add(PATH + ": must be a list; write - {name: …, expression: …, message: …}");
    } else if (list.size() > CustomLimits.RULES) {
      faults.add("%s: has %d rules, more than %d".formatted(PATH, list.size(), CustomLimits.RULES));
    } else {
      for (int i = 0; i < list.size(); i++) {
        reader.readRule(PATH + "[" + i + "]", list.path(i));
      }
    }
    return reader.rules;
  }

  private void readRule(String path, JsonNode written) {
    if (!written.isObject()) {
      faults.add(path + ": must be a map; write {name: …, expression: …, message: …}");
      return;
    }
    readNames(path, written);
    String name = text(path, written, "name").orElse(null);
    String expression = text(path, written, "expression").orElse(null);
    String message = text(path, written, "message").orElse(null);
    String made = text(path, written, "messageExpression").orElse(null);
    Severity severity = choice(path, written, "severity", Severity.values()).orElse(null);
    RuleMode mode = choice(path, written, "enforcement", RuleMode.values()).orElse(null);
    if (name == null || expression == null || message == null) {
      return;
    }
    if (!names.add(name)) {
      faults.add("%s.name: \"%s\" is the name of another rule too".formatted(path, name));
    }
    CustomDeclaration declaration =
        new CustomDeclaration(
            name, expression, message, made, severity == null ? Severity.MEDIUM : severity);
    switch (CustomRule.compile(declaration)) {
      case Compilation.Compiled(CustomRule rule) -> add(rule, mode);
      case Compilation.Faults(List<String> found) ->
          found.forEach(fault -> faults.add(path + "." + fault));
    }
  }

  private void add(CustomRule rule, @Nullable RuleMode mode) {
    (mode == null ? Optional.of(inherited) : mode.enforcement())
        .ifPresent(
            enforcement ->
                rules.add(new RuleSetting<>(rule, NoParameters.NONE, enforcement, mode != null)));
  }

  private void readNames(String path, JsonNode written) {
    written
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                faults.add(
                    "%s.%s: there is no such field; there are %s"
                        .formatted(path, field, String.join(", ", FIELDS)));
              }
            });
  }

  private Optional<String> text(String path, JsonNode written, String field) {
    JsonNode value = written.path(field);
    if (value.isMissingNode() || value.isNull()) {
      if (!field.equals("messageExpression")) {
        faults.add(path + "." + field + ": is missing");
      }
      return Optional.empty();
    }
    if (!value.isTextual()) {
      faults.add(path + "." + field + ": must be a text; put it in quotes");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  private <E extends Enum<E>> Optional<E> choice(
      String path, JsonNode written, String field, E[] all) {
    JsonNode value = written.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    Optional<E> chosen =
        Arrays.stream(all).filter(one -> ApiName.of(one).equals(value.asText())).findFirst();
    if (chosen.isEmpty()) {
      faults.add(
          "%s.%s: \"%s\" is none of %s"
              .formatted(
                  path,
                  field,
                  value.asText(),
                  Arrays.stream(all).map(ApiName::of).collect(joining(", "))));
    }
    return chosen;
  }
}
