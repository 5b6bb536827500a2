package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.CustomLimits;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The schema of `spec.rules.custom`.
final class CustomSchema {
  private CustomSchema() {}

  static JSONSchemaProps ofRules(String description) {
    return new JSONSchemaPropsBuilder()
        .withType("array")
        .withDescription(description + " docs/custom-rules.md has their variables and limits.")
        .withMaxItems((long) CustomLimits.RULES)
        .withXKubernetesListType("map")
        .withXKubernetesListMapKeys("name")
        .withItems(new JSONSchemaPropsOrArray(List.of(), rule()))
        .build();
  }

  private static JSONSchemaProps rule() {
    Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    fields.put(
        "name",
        text("Its name, unique in the policy; the rule's id is custom/<name>.", CustomLimits.NAME)
            .withPattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
            .build());
    fields.put(
        "expression",
        text(
                "A CEL expression over image, container, pod and namespace that is true where all"
                    + " is well.",
                CustomLimits.EXPRESSION)
            .build());
    fields.put(
        "message",
        text("What is said where the expression is false.", CustomLimits.MESSAGE).build());
    fields.put(
        "messageExpression",
        text(
                "A CEL expression that yields what is said instead of message.",
                CustomLimits.EXPRESSION)
            .build());
    fields.put(
        "severity",
        choice("How much a violation matters.", Severity.values())
            .withDefault(JsonNodeFactory.instance.textNode("Medium"))
            .build());
    fields.put("enforcement", choice(RuleSchema.ENFORCEMENT, RuleMode.values()).build());
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withProperties(fields)
        .withRequired("name", "expression", "message")
        .build();
  }

  private static JSONSchemaPropsBuilder text(String description, int longest) {
    return new JSONSchemaPropsBuilder()
        .withType("string")
        .withDescription(description)
        .withMinLength(1L)
        .withMaxLength((long) longest);
  }

  private static JSONSchemaPropsBuilder choice(String description, Enum<?>[] all) {
    Stream<String> names = Arrays.stream(all).map(ApiName::of).sorted();
    return new JSONSchemaPropsBuilder()
        .withType("string")
        .withDescription(description)
        .withEnum(names.<JsonNode>map(JsonNodeFactory.instance::textNode).toList());
  }
}
