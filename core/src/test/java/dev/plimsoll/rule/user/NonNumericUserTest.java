package dev.plimsoll.rule.user;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonNumericUserTest {
  private final NonNumericUser rule = new NonNumericUser();

  @Test
  void findsANameAndBlamesTheInstruction() {
    Finding finding =
        rule.measure(image().user("app:app").history("USER app:app").passwd("app", 999).facts())
            .getFirst();

    assertThat(rule.judge(finding, rule.defaults(), new ContainerContext("web", null)))
        .isEqualTo(
            new Beyond("the image sets USER app:app", "a number, or securityContext.runAsUser"));
    assertThat(finding.blame().instruction().text()).isEqualTo("USER app:app");
    assertThat(finding.fix()).contains("USER 999 instead of USER app:app");
  }

  @Test
  void proposesNoRootUid() {
    assertThat(rule.measure(image().user("toor").passwd("toor", 0).facts()).getFirst().fix())
        .contains("USER 10001 instead of USER toor,")
        .doesNotContain("which is the uid");
  }

  @Test
  void isContentWhereTheWorkloadSetsTheUid() {
    Finding finding = rule.measure(image().user("app").facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), new ContainerContext("web", 10001L)))
        .isEqualTo(new Within());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "10001", "10001:app", ":app", "root", "root:root"})
  void leavesNumbersAloneAndRootToItsOwnRule(String declared) {
    assertThat(rule.measure(image().user(declared).facts())).isEmpty();
  }
}
