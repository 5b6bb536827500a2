package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.profile.ProfileRule;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The fields under `spec.rules` and the rules of the catalogue are one to one, in names,
/// parameters and defaults.
class CatalogueFieldsTest {
  private static final JSONSchemaProps SCHEMA = schema();
  private static final JSONSchemaProps RULES = Definitions.at(SCHEMA, "spec.rules");

  @Test
  void everyRuleHasItsFieldAndEveryFieldItsRule() {
    Set<String> fields = new TreeSet<>();
    RULES
        .getProperties()
        .forEach(
            (family, schema) ->
                schema.getProperties().keySet().forEach(rule -> fields.add(family + "." + rule)));

    assertThat(fields)
        .isEqualTo(
            Catalogue.rules().stream()
                .map(CatalogueFieldsTest::path)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyFamilyOfTheCatalogueHasItsField() {
    assertThat(RULES.getProperties())
        .containsOnlyKeys(
            Stream.concat(
                    Catalogue.rules().stream().map(rule -> rule.description().family()),
                    Stream.of(Family.CUSTOM))
                .map(Family::field)
                .distinct()
                .toArray(String[]::new));
  }

  @TestFactory
  List<DynamicTest> ruleHasItsParametersAndTheirDefaults() {
    return Catalogue.rules().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> assertParameters(rule)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> ruleIsNamedInItsDescription() {
    return Catalogue.rules().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id(),
                    () ->
                        assertThat(Definitions.at(RULES, path(rule)).getDescription())
                            .startsWith("Rule " + rule.id() + ": ")))
        .toList();
  }

  /// A spec that names the rule and nothing more reads as the rule's defaults: what the server
  /// fills in, what the record fills in and what the rule says are the same.
  @TestFactory
  List<DynamicTest> ruleThatSaysNothingMoreHasTheRulesDefaults() {
    return Catalogue.rules().stream()
        .filter(rule -> Definitions.at(RULES, path(rule)).getRequired().isEmpty())
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id(),
                    () ->
                        assertThat(PolicyReader.read(Corpus.policyWith(naming(rule))))
                            .isInstanceOfSatisfying(
                                Acceptance.Accepted.class,
                                accepted ->
                                    assertThat(
                                            (Object)
                                                accepted.policy().rules().getFirst().parameters())
                                        .isEqualTo(rule.defaults()))))
        .toList();
  }

  @Test
  void everyCauseHasItsFieldAndDefault() {
    JSONSchemaProps schema = Definitions.at(SCHEMA, "spec.whenUndetermined");

    assertThat(schema.getProperties())
        .containsOnlyKeys(Arrays.stream(Cause.values()).map(Cause::field).toArray(String[]::new));
    Map<Cause, ?> defaults =
        Corpus.policyWith("profile: Baseline").getSpec().whenUndetermined().byCause();
    for (Cause cause : Cause.values()) {
      assertThat(Definitions.at(schema, cause.field()).getDefault().asText())
          .as(cause.field())
          .isEqualToIgnoringCase(String.valueOf(defaults.get(cause)));
    }
  }

  @Test
  void topLevelDefaultsAreTheRecords() {
    ImagePolicySpec spec = Corpus.policyWith("rules: {user: {rootUser: {}}}").getSpec();

    assertThat(Definitions.at(SCHEMA, "spec.enforcement").getDefault().asText())
        .isEqualTo(spec.enforcement().toString());
    assertThat(Definitions.at(SCHEMA, "spec.profile").getDefault().asText())
        .isEqualToIgnoringCase(spec.profile().name());
  }

  @Test
  void stricterProfileAsksForAllThatAMilderOneDoesAndNoLess() {
    List<Profile> byStrictness = List.of(Profile.values());
    for (int i = 1; i < byStrictness.size(); i++) {
      Profile stricter = byStrictness.get(i);
      for (ProfileRule<?> asked : Profiles.rulesOf(byStrictness.get(i - 1).profile())) {
        assertThat(Profiles.ruleOf(stricter.profile(), asked.rule().id()))
            .hasValueSatisfying(
                other -> {
                  assertThat(other.atMost()).isGreaterThanOrEqualTo(asked.atMost());
                  assertNotMoreThan(asked.parameters(), other.parameters());
                });
      }
    }
  }

  private static void assertNotMoreThan(Record milder, Record stricter) {
    for (RecordComponent component : milder.getClass().getRecordComponents()) {
      if (valueOf(component, milder) instanceof Bytes most) {
        assertThat((Bytes) valueOf(component, stricter)).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void ruleThatLimitsASizeHasACeilingAndNoOther() {
    assertThat(ExemptionReader.idsOfSizes())
        .contains("pull-size", "non-slim-base")
        .doesNotContain("root-user", "compiler");
  }

  private static void assertParameters(Rule<?> rule) {
    JSONSchemaProps field = Definitions.at(RULES, path(rule));
    RecordComponent[] parameters = rule.defaults().getClass().getRecordComponents();
    Set<String> expected =
        Arrays.stream(parameters).map(RecordComponent::getName).collect(Collectors.toSet());
    expected.add("enforcement");
    assertThat(field.getProperties().keySet()).isEqualTo(expected);
    for (RecordComponent parameter : parameters) {
      JSONSchemaProps schema = Definitions.at(field, parameter.getName());
      if (schema.getDefault() != null && parameter.getType() == Bytes.class) {
        assertThat(Bytes.parse(schema.getDefault().asText()))
            .isEqualTo(valueOf(parameter, rule.defaults()));
      }
    }
  }

  private static Object valueOf(RecordComponent component, Record parameters) {
    try {
      return component.getAccessor().invoke(parameters);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(parameters + " cannot be read", e);
    }
  }

  private static String naming(Rule<?> rule) {
    return "rules: {%s: {%s: {}}}"
        .formatted(rule.description().family().field(), rule.description().field());
  }

  private static String path(Rule<?> rule) {
    return rule.description().family().field() + "." + rule.description().field();
  }

  private static JSONSchemaProps schema() {
    return new KubernetesSerialization()
        .unmarshal(
            Definitions.generated().get("imagepolicies.plimsoll.dev.yaml"),
            CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema();
  }
}
