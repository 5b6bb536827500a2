package dev.plimsoll.operator.admission;

import static dev.plimsoll.facts.FactsBuilder.image;
import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.workload.WorkloadKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest extends DecidedReviews {
  @Test
  void refusesWhatBreaksAnEnforcedRule() throws Exception {
    found("web:1", ROOT, ROOT);

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("Pod shop/web", "root-user", "web:1");
    assertThat(decision.response().auditAnnotations()).containsOnlyKeys("violations");
  }

  @Test
  void admitsAndWarnsOfWhatIsNotEnforced() throws Exception {
    policies = (_, _, _) -> List.of(policy(Enforcement.WARN, setting(new RootUser())));
    found("web:1", ROOT);

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isTrue();
    assertThat(decision.response().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).contains("root-user").hasSizeLessThan(121));
  }

  @Test
  void admitsAndRecordsWhatIsOnlyAudited() throws Exception {
    policies = (_, _, _) -> List.of(policy(Enforcement.AUDIT, setting(new RootUser())));
    found("web:1", ROOT);

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isTrue();
    assertThat(decision.response().warnings()).isEmpty();
    assertThat(decision.response().auditAnnotations().get("violations"))
        .contains("AUDIT root-user", "web:1");
  }

  @ParameterizedTest
  @EnumSource(UndeterminedAction.class)
  void doesWhatThePolicySaysWhereNobodyCanTell(UndeterminedAction action) throws Exception {
    policies = (_, _, _) -> List.of(policy(Map.of(Cause.UNREACHABLE, action)));
    found("web:1", unknown(Cause.UNREACHABLE));

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isEqualTo(action != UndeterminedAction.DENY);
    assertThat(decision.response().warnings()).hasSize(action == UndeterminedAction.WARN ? 1 : 0);
    assertThat(decision.response().auditAnnotations()).containsOnlyKeys("undetermined");
    assertThat(asked).as("a registry that does not answer is not asked again").hasSize(1);
  }

  @Test
  void refusesAWorkloadForOneImageAndNamesEachThatIsRefused() throws Exception {
    found("good:1", GOOD);
    found("bad:1", ROOT, ROOT);
    found("worse:1", ROOT, ROOT);

    Decision decision = decide(pod("good:1", "bad:1", "worse:1"));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("bad:1", "worse:1").doesNotContain("good:1");
  }

  @Test
  void refusesAnImageNameThatCannotBeRead() throws Exception {
    policies = (_, _, _) -> List.of(policy(Map.of(Cause.UNREADABLE, UndeterminedAction.DENY)));

    Decision decision = decide(pod("Not An Image"));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("Not An Image");
    assertThat(asked).isEmpty();
  }

  @Test
  void onlyWarnsOfEphemeralContainers() throws Exception {
    found("debug:1", ROOT);
    String old = "{\"metadata\":{" + NAME + "},\"spec\":{}}";
    String now =
        "{\"metadata\":{"
            + NAME
            + "},\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\"debug:1\"}]}}";

    Decision decision =
        admission()
            .decide(
                ReviewReader.read(
                    bytes(review("UPDATE", kind("Pod"), Workloads.EPHEMERAL_CONTAINERS, now, old))),
                Deadline.in(Duration.ofSeconds(1)));

    assertThat(decision.response().allowed()).isTrue();
    assertThat(decision.response().warnings()).hasSize(1);
  }

  @Test
  void judgesARelabelledPodOnlyByPoliciesThatAreNew() throws Exception {
    Policy always = policy(Enforcement.ENFORCE, setting(new RootUser()));
    Policy bank =
        new Policy(
            "shop/bank",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(
                    new PullSize(), new PullSize.Parameters(Bytes.ofMebi(5)), Enforcement.ENFORCE)),
            Map.of(),
            List.of());
    policies =
        (_, labels, _) ->
            "bank".equals(labels.get("tier")) ? List.of(always, bank) : List.of(always);
    found("web:1", ROOT, ROOT);
    String before =
        object(kind("Pod"), NAME + ",\"labels\":{\"tier\":\"web\"}", template("", "web:1"), 1);
    String after =
        object(kind("Pod"), NAME + ",\"labels\":{\"tier\":\"bank\"}", template("", "web:1"), 1);

    Decision decision =
        admission()
            .decide(
                ReviewReader.read(bytes(review("UPDATE", kind("Pod"), after, before))),
                Deadline.in(Duration.ofSeconds(1)));

    assertThat(decision.response().refusal()).contains("pull-size").doesNotContain("root-user");
  }

  @Test
  void countsAFaultOfOursAsAnImageThatCannotBeRead() throws Exception {
    policies = (_, _, _) -> List.of(policy(Map.of(Cause.UNREADABLE, UndeterminedAction.DENY)));
    measurements =
        (_, _) -> {
          throw new IllegalStateException("a fault of ours");
        };
    found("web:1", GOOD, GOOD);

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("the operator's log has the fault");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pod",
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "ReplicaSet",
        "ReplicationController",
        "Job",
        "CronJob"
      })
  void refusesAPodForAScanUnderWayAndOnlyWarnsOnWhatMakesPods(String name) throws Exception {
    policies =
        (_, _, _) ->
            List.of(
                policy(
                    Map.of(
                        Cause.SCAN_PENDING, UndeterminedAction.DENY,
                        Cause.UNREADABLE, UndeterminedAction.DENY)));
    WorkloadKind kind = kind(name);
    String object = object(kind, NAME, template("", "web:1"), 1);
    Review review = ReviewReader.read(bytes(review("CREATE", kind, object, "null")));
    found("web:1", unknown(Cause.SCAN_PENDING), unknown(Cause.UNREADABLE));

    Decision pending = admission().decide(review, Deadline.in(Duration.ofSeconds(1)));
    Decision unreadable = admission().decide(review, Deadline.in(Duration.ofSeconds(1)));

    assertThat(pending.response().allowed()).isEqualTo(!kind.isPod());
    assertThat(pending.response().warnings()).hasSize(kind.isPod() ? 0 : 1);
    assertThat(unreadable.response().allowed()).as("what no retry settles").isFalse();
  }

  @Test
  void judgesAnImageVolumeByItsFilesAndNotByItsUser() throws Exception {
    found("good:1", GOOD);
    found("models:1", image().layer(600, "COPY").user("root").facts());
    found("models:1", image().layer(600, "COPY").user("root").facts());
    policies =
        (_, _, _) ->
            List.of(policy(Enforcement.ENFORCE, setting(new RootUser()), setting(new PullSize())));

    Decision decision =
        decide(
            """
            {"metadata":{"name":"web"},"spec":{
             "containers":[{"name":"a","image":"good:1"}],
             "volumes":[{"name":"tmp","emptyDir":{}},
               {"name":"models","image":{"reference":"models:1","pullPolicy":"Always"}}]}}""");

    assertThat(decision.response().refusal())
        .contains("models:1 of volume models", "pull-size")
        .doesNotContain("root-user");
  }
}
