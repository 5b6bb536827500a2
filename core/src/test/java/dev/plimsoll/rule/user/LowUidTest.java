package dev.plimsoll.rule.user;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LowUidTest {
  private final LowUid rule = new LowUid();

  @Test
  void findsAUidBelowTheLowestByNumberOrByName() {
    Facts named = image().user("nginx").passwd("nginx", 101).facts();

    assertThat(judge(image().user("9999:0").facts(), null))
        .isEqualTo(new Beyond("uid 9999 (the image sets USER 9999:0)", "uids from 10000 up"));
    assertThat(judge(named, null))
        .isEqualTo(new Beyond("uid 101 (the image sets USER nginx)", "uids from 10000 up"));
    assertThat(judge(image().user("10000").facts(), null)).isEqualTo(new Within());
  }

  @Test
  void goesByTheWorkloadsUidWhereThereIsOne() {
    assertThat(judge(image().user("101").facts(), 10000L)).isEqualTo(new Within());
    assertThat(judge(image().user("10001").facts(), 101L))
        .isEqualTo(
            new Beyond("uid 101 (the workload's securityContext.runAsUser)", "uids from 10000 up"));
  }

  @Test
  void leavesRootToItsOwnRule() {
    assertThat(judge(image().user("").facts(), null)).isEqualTo(new Within());
    assertThat(judge(image().user("7").facts(), 0L)).isEqualTo(new Within());
  }

  @Test
  void takesThePolicysLowestUid() {
    Facts facts = image().user("101").facts();

    assertThat(
            rule.judge(
                rule.measure(facts).getFirst(),
                new LowUid.Parameters(101),
                new ContainerContext("web", null)))
        .isEqualTo(new Within());
  }

  @Test
  void cannotTellANameThatPasswdDoesNotHave() {
    assertThat(judge(image().user("ghost").passwd("app", 7).facts(), null))
        .isInstanceOf(Undecided.class);
  }

  @Test
  void needsTheFilesForANameOnly() {
    assertThat(rule.depthFor(image().user("app").facts())).isEqualTo(Depth.FILES);
    assertThat(rule.depthFor(image().user("7").facts())).isEqualTo(Depth.CONFIG);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void isInNoProfile(Profile profile) {
    assertThat(Profiles.ruleOf(profile, rule.id())).isEmpty();
  }

  private Judgement judge(Facts facts, Long runAsUser) {
    return rule.judge(
        rule.measure(facts).getFirst(), rule.defaults(), new ContainerContext("web", runAsUser));
  }
}
