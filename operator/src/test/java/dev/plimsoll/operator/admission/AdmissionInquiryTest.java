package dev.plimsoll.operator.admission;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.user.RootUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionInquiryTest extends DecidedReviews {
  @Test
  void asksNobodyWhereNoPolicyIsAboutTheImage() throws Exception {
    policies = (_, _, _) -> List.of();

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response()).isEqualTo(AdmissionResponse.PASSED);
    assertThat(asked).isEmpty();
  }

  @Test
  void looksIntoAnImageOnceHoweverManyContainersRunIt() throws Exception {
    found("web:1", GOOD);

    decide(
        "{\"metadata\":{},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"web:1\"},"
            + "{\"name\":\"b\",\"image\":\"docker.io/library/web:1\"}]}}");

    assertThat(asked)
        .containsExactly(new Asked(Map.of("docker.io/library/web:1", Depth.CONFIG), TAG_AGE));
  }

  @Test
  void looksNoDeeperThanTheDeepestRule() throws Exception {
    policies =
        (_, _, _) ->
            List.of(policy(Enforcement.ENFORCE, setting(new RootUser()), setting(new Compiler())));
    found("web:1", GOOD);

    decide(pod("web:1"));

    assertThat(asked.getFirst().images()).containsValue(Depth.FILES);
  }

  @Test
  void looksDeeperWhereTheConfigAloneDoesNotTell() throws Exception {
    Facts named = image().layer(10, "FROM x").user("app").facts();
    Facts read = image().layer(10, "FROM x").user("app").passwd("app", 1000).facts();
    found("web:1", named, read);

    assertThat(decide(pod("web:1")).response().allowed()).isTrue();
    assertThat(asked)
        .extracting(Asked::images)
        .containsExactly(
            Map.of("docker.io/library/web:1", Depth.CONFIG),
            Map.of("docker.io/library/web:1", Depth.FILES));
  }

  @Test
  void asksForTheTagAgainBeforeItRefuses() throws Exception {
    found("web:1", ROOT, GOOD);

    assertThat(decide(pod("web:1")).response().allowed()).isTrue();
    assertThat(asked).extracting(Asked::tagAge).containsExactly(TAG_AGE, BEFORE_REFUSAL);
  }

  @Test
  void asksAgainForAnImageThatWasNotThere() throws Exception {
    policies = (_, _, _) -> List.of(policy(Map.of(Cause.NOT_FOUND, UndeterminedAction.DENY)));
    found("web:1", unknown(Cause.NOT_FOUND), new Inspected(GOOD));

    assertThat(decide(pod("web:1")).response().allowed()).isTrue();
  }

  @Test
  void keepsWhatItKnewWhereTheRegistryCannotTellAnyMore() throws Exception {
    found("web:1", new Inspected(ROOT), unknown(Cause.UNREACHABLE));

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("root-user");
  }

  @Test
  void neverAsksAgainForADigest() throws Exception {
    String pinned = "web@sha256:" + "0".repeat(64);
    found(pinned, ROOT);

    assertThat(decide(pod(pinned)).response().allowed()).isFalse();
    assertThat(asked).hasSize(1);
  }

  @Test
  void asksNoMoreOnceTheTimeIsUp() throws Exception {
    found("web:1", ROOT);

    admission().decide(read(pod("web:1")), Deadline.in(Duration.ZERO));

    assertThat(asked).hasSize(1);
  }
}
