package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.api.v1alpha1.Acceptance.Accepted;
import dev.plimsoll.api.v1alpha1.Acceptance.NotAccepted;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.CustomLimits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomRulesReaderTest {
  @Test
  void readsRulesWithTheirDefaults() {
    List<RuleSetting<?>> rules =
        accepted(Corpus.policy(Corpus.DIRECTORY.resolve("valid-custom.yaml")));

    assertThat(rules)
        .extracting(
            setting -> setting.rule().id(),
            setting -> setting.rule().description().severity(),
            setting -> setting.rule().description().depth(),
            RuleSetting::enforcement,
            RuleSetting::explicit)
        .containsExactly(
            tuple("custom/no-python-39", Severity.MEDIUM, Depth.FILES, Enforcement.ENFORCE, false),
            tuple(
                "custom/small-in-production", Severity.HIGH, Depth.CONFIG, Enforcement.WARN, true));
  }

  @Test
  void standsBesideTheRulesOfAProfile() {
    assertThat(accepted(Corpus.policyWith("{profile: Baseline, " + rule("true") + "}")))
        .extracting(setting -> setting.rule().id())
        .contains("root-user", "custom/one");
  }

  @Test
  void leavesOutWhatIsDisabled() {
    String spec =
        "{profile: Baseline, rules: {custom: [{name: one, expression: 'true', message: no,"
            + " enforcement: Disabled}]}}";
    assertThat(accepted(Corpus.policyWith(spec)))
        .extracting(setting -> setting.rule().id())
        .doesNotContain("custom/one");
  }

  @Test
  void saysWhereAnExpressionIsWrong() {
    assertThat(faults("{" + rule("image.pulSize < 3") + "}"))
        .containsExactly(
            """
            spec.rules.custom[0].expression, line 1:6: undefined field 'pulSize'; is pullSize meant?
              image.pulSize < 3
                   ^""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {name: a, expression: 'true'}                          | [0].message: is missing
          {expression: 'true', message: no}                      | [0].name: is missing
          {name: a, message: no}                                 | [0].expression: is missing
          {name: a, expression: true, message: no}               | must be a text; put it in quotes
          {name: A, expression: 'true', message: no}             | "A" is not a name
          {name: a, expression: 'true', message: no, limit: 3}   | [0].limit: there is no such field
          {name: a, expression: 'true', message: no, severity: medium} | "medium" is none of Advice, Low, Medium, High
          {name: a, expression: 'true', message: no, enforcement: Deny} | "Deny" is none of
          {name: a, expression: 'true', message: no}, {name: a, expression: 'true', message: no} | [1].name: "a" is the name of another
          3                                                      | [0]: must be a map
          """)
  void refusesWhatTheServerWouldRefuse(String rules, String because) {
    assertThat(faults("{rules: {custom: [" + rules + "]}}"))
        .anySatisfy(fault -> assertThat(fault).startsWith("spec.rules.custom").contains(because));
  }

  @Test
  void refusesMoreRulesThanAreAllowed() {
    String rules =
        IntStream.rangeClosed(0, CustomLimits.RULES)
            .mapToObj(i -> "{name: r%d, expression: 'true', message: no}".formatted(i))
            .collect(Collectors.joining(", "));
    assertThat(faults("{rules: {custom: [" + rules + "]}}"))
        .contains("spec.rules.custom: has 33 rules, more than 32");
  }

  @Test
  void refusesWhatIsNoList() {
    assertThat(faults("{rules: {custom: {one: {expression: 'true'}}}}"))
        .anySatisfy(fault -> assertThat(fault).startsWith("spec.rules.custom: must be a list"));
  }

  private static String rule(String expression) {
    return "rules: {custom: [{name: one, expression: \"" + expression + "\", message: no}]}";
  }

  private static List<RuleSetting<?>> accepted(ImagePolicy policy) {
    assertThat(PolicyReader.read(policy)).isInstanceOf(Accepted.class);
    return ((Accepted) PolicyReader.read(policy)).policy().rules();
  }

  private static List<String> faults(String spec) {
    Acceptance acceptance = PolicyReader.read(Corpus.policyWith(spec));
    assertThat(acceptance).isInstanceOf(NotAccepted.class);
    return ((NotAccepted) acceptance).faults();
  }
}
