package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  void everyFamilyHasItsField() {
    assertThat(RULES.getProperties())
        .containsOnlyKeys(Arrays.stream(Family.values()).map(Family::field).toArray(String[]::new));
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

  @ParameterizedTest
  @EnumSource(value = Profile.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatAProfileAsksIsInItsDescription(Profile profile) {
    String sentence = sentenceOf(profile, Definitions.at(SCHEMA, "spec.profile").getDescription());
    for (Rule<?> rule : Catalogue.rules()) {
      Record asked = ProfileRules.of(profile).get(rule.id());
      if (asked == null) {
        assertThat(sentence).doesNotContain(path(rule));
      } else if (asked.equals(ProfileRules.of(Profile.BASELINE).get(rule.id()))) {
        assertThat(sentence)
            .contains(profile == Profile.BASELINE ? path(rule) : "those of Baseline");
      } else {
        assertThat(sentence).contains(path(rule) + " at " + sizeIn(asked));
      }
    }
  }

  @Test
  void stricterProfileAsksForAllThatAMilderOneDoes() {
    List<Profile> byStrictness = List.of(Profile.values());
    for (int i = 1; i < byStrictness.size(); i++) {
      assertThat(ProfileRules.of(byStrictness.get(i)).keySet())
          .containsAll(ProfileRules.of(byStrictness.get(i - 1)).keySet());
    }
  }

  @Test
  void everyRuleThatLimitsASizeHasACeilingAndNoOther() {
    assertThat(ExemptionReader.idsOfSizes()).containsExactly("pull-size", "non-slim-base");
  }

  private static String sentenceOf(Profile profile, String text) {
    int start = text.indexOf(nameOf(profile) + ": ");
    assertThat(start).as(nameOf(profile)).isNotNegative();
    int end = text.indexOf(". ", start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  private static String nameOf(Profile profile) {
    String name = profile.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String sizeIn(Record parameters) {
    return Arrays.stream(parameters.getClass().getRecordComponents())
        .filter(component -> component.getType() == Bytes.class)
        .map(component -> ((Bytes) valueOf(component, parameters)).count() / (1 << 20) + "Mi")
        .findFirst()
        .orElseThrow();
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
