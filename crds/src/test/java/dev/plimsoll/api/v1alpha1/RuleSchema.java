package dev.plimsoll.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.parameter.Declaration;
import dev.plimsoll.rule.parameter.ParameterKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The schema of `spec.rules`, written from the catalogue: a field for each family, rule and
/// parameter.
final class RuleSchema {
  private static final int LONGEST_LIST = 64;
  private static final long LONGEST_NAME = 512;
  static final String ENFORCEMENT =
      "On a violation of this rule: Enforce, Warn, Audit, or Disabled. Default: spec.enforcement.";

  private RuleSchema() {}

  /// The schema of all rules.
  static JSONSchemaProps ofRules(String description) {
    Map<String, JSONSchemaProps> families = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      Map<String, JSONSchemaProps> rules = new LinkedHashMap<>();
      rulesOf(family).forEach(rule -> rules.put(rule.description().field(), of(rule)));
      if (!rules.isEmpty()) {
        families.put(family.field(), object(family.sentence(), rules).build());
      }
    }
    families.put(Family.CUSTOM.field(), CustomSchema.ofRules(Family.CUSTOM.sentence()));
    return object(description, families).build();
  }

  /// That a spec names a rule, or a profile that has some.
  static ValidationRule namesARule() {
    ValidationRule names = new ValidationRule();
    names.setRule(
        "self.profile != 'None' || has(self.promotedFrom) || (has(self.rules) && ("
            + Arrays.stream(Family.values())
                .filter(family -> rulesOf(family).findAny().isPresent())
                .map(RuleSchema::namesOneOf)
                .collect(joining(" || "))
            + " || (has(self.rules.custom) && size(self.rules.custom) > 0)))");
    names.setMessage(Texts.NAME_A_RULE);
    return names;
  }

  private static String namesOneOf(Family family) {
    String path = "self.rules." + family.field();
    return rulesOf(family)
        .map(rule -> "has(" + path + "." + rule.description().field() + ")")
        .collect(joining(" || ", "(has(" + path + ") && (", "))"));
  }

  private static Stream<Rule<?>> rulesOf(Family family) {
    return Catalogue.rules().stream().filter(rule -> rule.description().family() == family);
  }

  private static JSONSchemaProps of(Rule<?> rule) {
    RuleDescription about = rule.description();
    Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    fields.put(
        "enforcement",
        new JSONSchemaPropsBuilder()
            .withType("string")
            .withDescription(ENFORCEMENT)
            .withEnum(
                Stream.of("Audit", "Disabled", "Enforce", "Warn")
                    .<JsonNode>map(JsonNodeFactory.instance::textNode)
                    .toList())
            .build());
    List<Declaration> parameters = Declaration.of(rule);
    parameters.forEach(parameter -> fields.put(parameter.name(), of(parameter)));
    return object("Rule " + about.id() + ": " + about.sentence(), fields)
        .withRequired(
            parameters.stream().filter(Declaration::required).map(Declaration::name).toList())
        .build();
  }

  private static JSONSchemaPropsBuilder object(
      String description, Map<String, JSONSchemaProps> fields) {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withDescription(description)
        .withProperties(fields);
  }

  private static JSONSchemaProps of(Declaration parameter) {
    JSONSchemaPropsBuilder schema = shape(parameter.kind());
    String hint = parameter.kind().hint();
    String write = " " + Character.toUpperCase(hint.charAt(0)) + hint.substring(1) + ".";
    String ending = " Default: " + parameter.writtenDefault() + ".";
    if (parameter.required()) {
      ending = " Needed: there is no default.";
    } else if (!parameter.kind().isList()) {
      schema.withDefault(defaultOf(parameter));
    } else if (parameter.writtenDefault().equals("[]")) {
      ending = " Default: none.";
    }
    return schema.withDescription(parameter.meaning() + write + ending).build();
  }

  private static JsonNode defaultOf(Declaration parameter) {
    return switch (parameter.byDefault()) {
      case Integer number -> JsonNodeFactory.instance.numberNode(number);
      case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
      default -> JsonNodeFactory.instance.textNode(parameter.writtenDefault());
    };
  }

  private static JSONSchemaPropsBuilder shape(ParameterKind kind) {
    JSONSchemaPropsBuilder schema = new JSONSchemaPropsBuilder();
    return switch (kind) {
      case SIZE, AMOUNT ->
          schema
              .withXKubernetesIntOrString(true)
              .withAnyOf(
                  new JSONSchemaPropsBuilder().withType("integer").build(),
                  new JSONSchemaPropsBuilder().withType("string").build())
              .withMinimum(kind == ParameterKind.SIZE ? 1.0 : 0.0)
              .withPattern(kind.pattern());
      case COUNT -> schema.withType("integer").withFormat("int32").withMinimum(0.0);
      case AGE -> schema.withType("string").withPattern(kind.pattern());
      case FLAG -> schema.withType("boolean");
      case NAMES, PACKAGES, DATES, GLOBS ->
          schema
              .withType("array")
              .withXKubernetesListType("set")
              .withMaxItems((long) LONGEST_LIST)
              .withItems(
                  new JSONSchemaPropsOrArray(
                      List.of(),
                      new JSONSchemaPropsBuilder()
                          .withType("string")
                          .withMaxLength(LONGEST_NAME)
                          .withPattern(kind.pattern())
                          .build()));
    };
  }
}
