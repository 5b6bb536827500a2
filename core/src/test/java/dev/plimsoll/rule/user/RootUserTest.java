package dev.plimsoll.rule.user;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootUserTest {
  private final RootUser rule = new RootUser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0:0",
        "0:1000",
        "root",
        "root:root",
        "root:1000",
        ":1000",
        "00",
        "+0",
        "-0",
        "4294967296",
        "-4294967296"
      })
  void deniesRootUser(String declared) {
    assertThat(judge(image().layer(1, null).user(declared).facts(), null))
        .isInstanceOf(Beyond.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10001", "65532:65532", "1000:0"})
  void allowsANumericUserAboveZero(String declared) {
    assertThat(judge(image().layer(1, null).user(declared).facts(), null)).isEqualTo(new Within());
  }

  @Test
  void looksUpANameInTheImagesPasswd() {
    Facts app = image().layer(1, null).user("app:app").passwd("app", 999).facts();
    Facts toor = image().layer(1, null).user("toor").passwd("toor", 0).facts();

    assertThat(judge(app, null)).isEqualTo(new Within());
    assertThat(judge(toor, null)).isInstanceOf(Beyond.class);
  }

  /// Blanks belong to a name, and what is no uid is one.
  @ParameterizedTest
  @ValueSource(
      strings = {"1000 ", " 1000", "1000\u00a0", "-5", "3000000000", "99999999999999999999"})
  void looksUpWhatIsNoUid(String declared) {
    Facts root = image().layer(1, null).user(declared).passwd(declared, 0).facts();
    Facts app = image().layer(1, null).user(declared).passwd(declared, 999).facts();

    assertThat(rule.depthFor(root)).isEqualTo(Depth.FILES);
    assertThat(judge(root, null)).isInstanceOf(Beyond.class);
    assertThat(judge(app, null)).isEqualTo(new Within());
  }

  @Test
  void takesANumberThatNobodyIsCalledForAUid() {
    Facts large = image().layer(1, null).user("3000000000").passwd("app", 999).facts();
    Facts endless = image().layer(1, null).user("9".repeat(20)).passwd("app", 999).facts();

    assertThat(judge(large, null)).isEqualTo(new Within());
    assertThat(judge(endless, null)).isInstanceOf(Undecided.class);
  }

  @Test
  void cannotTellANameThatPasswdDoesNotHave() {
    Facts ghost = image().layer(1, null).user("ghost").passwd("app", 999).facts();

    assertThat(judge(ghost, null))
        .isInstanceOfSatisfying(
            Undecided.class, u -> assertThat(u.why().cause()).isEqualTo(Cause.NOT_STATED));
  }

  @Test
  void needsTheFilesForANameOnly() {
    assertThat(rule.depthFor(image().user("app").facts())).isEqualTo(Depth.FILES);
    assertThat(rule.depthFor(image().user("root").facts())).isEqualTo(Depth.CONFIG);
    assertThat(rule.depthFor(image().user("7").facts())).isEqualTo(Depth.CONFIG);
  }

  @Test
  void letsTheWorkloadsUserOverrideTheImages() {
    Facts root = image().layer(1, null).user("root").facts();
    Facts app = image().layer(1, null).user("10001").facts();

    assertThat(judge(root, 10001L)).isEqualTo(new Within());
    assertThat(judge(app, 0L))
        .isEqualTo(new Beyond("uid 0 by the workload's securityContext.runAsUser", "non-root"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh -c #(nop)  USER root", "USER root", "USER root # buildkit"})
  void blamesTheUserInstructionWhateverTheBuilder(String createdBy) {
    Facts facts = image().layer(1, null).user("root").history(createdBy).facts();

    assertThat(rule.measure(facts).getFirst().blame().instruction().text()).startsWith("USER root");
  }

  private Judgement judge(Facts facts, Long runAsUser) {
    return rule.judge(
        rule.measure(facts).getFirst(), rule.defaults(), new ContainerContext("web", runAsUser));
  }
}
