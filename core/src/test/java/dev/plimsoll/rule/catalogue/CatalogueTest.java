package dev.plimsoll.rule.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every rule owes its users, whatever it measures.
class CatalogueTest {
  static java.util.stream.Stream<Rule<?>> rules() {
    return Catalogue.rules().stream();
  }

  @Test
  void namesEveryRuleOnce() {
    assertThat(Catalogue.rules()).extracting(Rule::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isNamedAlikeInIdFieldAndClass(Rule<?> rule) {
    RuleDescription description = rule.description();
    assertThat(description.id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(description.field()).isEqualToIgnoringCase(rule.getClass().getSimpleName());
    assertThat(rule.getClass().getPackageName())
        .isEqualTo(
            "dev.plimsoll.rule."
                + description.family().name().toLowerCase(java.util.Locale.ROOT).replace("_", ""));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void saysWhatWhyAndWhatToDo(Rule<?> rule) {
    RuleDescription description = rule.description();
    assertThat(
            java.util.List.of(
                description.sentence(),
                description.reason(),
                description.fix(),
                description.practice(),
                description.falsePositives()))
        .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(20).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keepsItsParametersInARecordOfItsOwn(Rule<?> rule) {
    assertThat(rule.defaults().getClass().getEnclosingClass()).isEqualTo(rule.getClass());
  }
}
