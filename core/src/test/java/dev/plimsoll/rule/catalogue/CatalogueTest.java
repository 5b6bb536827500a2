package dev.plimsoll.rule.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.parameter.Declaration;
import java.util.List;
import java.util.Map;
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
            List.of(
                description.sentence(),
                description.reason(),
                description.fix(),
                description.practice(),
                description.falsePositives()))
        .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(20).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void declaresItsParametersAndTakesThemBack(Rule<?> rule) {
    List<Declaration> declared = Declaration.of(rule);

    assertThat(declared).allSatisfy(p -> assertThat(p.meaning()).endsWith("."));
    assertThat((Object) Declaration.parameters(rule, Map.of())).isEqualTo(rule.defaults());
    for (Declaration parameter : declared) {
      if (!parameter.kind().isList()) {
        assertThat(parameter.kind().parse(parameter.writtenDefault()))
            .as(parameter.name())
            .isEqualTo(parameter.byDefault());
      }
    }
  }
}
