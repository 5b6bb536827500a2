package dev.plimsoll.operator.admission;

import static dev.plimsoll.facts.FactsBuilder.image;
import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Measurements;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.workload.WorkloadKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final Duration TAG_AGE = Duration.ofHours(1);
  private static final Duration BEFORE_REFUSAL = Duration.ofSeconds(10);
  private static final String NAME = "\"name\":\"web\"";
  private static final Facts ROOT = image().layer(10, "FROM x").user("root").facts();
  private static final Facts GOOD = image().layer(10, "FROM x").user("7").facts();

  private final Map<String, Deque<Inspection>> found = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private Policies policies =
      (_, _, _) -> List.of(policy(Enforcement.ENFORCE, setting(new RootUser())));
  private Measurements measurements = Measurements.ON_THE_SPOT;

  private record Asked(Map<String, Depth> images, Duration tagAge) {}

  @Test
  void asksNobodyWhereNoPolicyIsAboutTheImage() throws Exception {
    policies = (_, _, _) -> List.of();

    Decision decision = decide(pod("web:1"));

    assertThat(decision.response()).isEqualTo(AdmissionResponse.PASSED);
    assertThat(asked).isEmpty();
  }

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

  @Test
  void leavesAnInvalidImageNameToPoliciesAboutEveryImage() throws Exception {
    policies = (_, _, _) -> List.of(policy(Map.of(Cause.NOT_FOUND, UndeterminedAction.DENY)));

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

  private Decision decide(String pod) throws MalformedReviewException {
    return admission().decide(read(pod), Deadline.in(Duration.ofSeconds(5)));
  }

  private static Review read(String pod) throws MalformedReviewException {
    return ReviewReader.read(bytes(review("CREATE", kind("Pod"), pod, "null")));
  }

  private Admission admission() {
    Inspections inspections =
        (images, tagAge, _) -> {
          asked.add(
              new Asked(
                  images.entrySet().stream()
                      .collect(toMap(e -> e.getKey().toString(), Map.Entry::getValue)),
                  tagAge));
          return images.keySet().stream().collect(toMap(Function.identity(), this::next));
        };
    return new Admission(
        policies,
        inspections,
        new Evaluator(measurements),
        new Admission.Terms(TAG_AGE, BEFORE_REFUSAL, Enforcement.WARN),
        InstantSource.system(),
        _ -> Optional.empty());
  }

  private List<Inspection> next(Reference reference) {
    return List.of(requireNonNull(found.get(reference.toString()).poll(), "asked once too often"));
  }

  private void found(String image, Facts... facts) {
    for (Facts each : facts) {
      found(image, new Inspected(each));
    }
  }

  private void found(String image, Inspection... inspections) {
    found
        .computeIfAbsent(Reference.parse(image).toString(), _ -> new ArrayDeque<>())
        .addAll(List.of(inspections));
  }

  private static Inspection unknown(Cause cause) {
    return new Uninspectable(new Unknown(cause, "nobody can tell"), null);
  }

  private static String pod(String... images) {
    return object(kind("Pod"), NAME, template("", images), 1);
  }

  private static Policy policy(Map<Cause, UndeterminedAction> whenUndetermined) {
    return new Policy(
        "shop/load-line",
        ImageMatch.EVERYTHING,
        List.of(setting(new RootUser())),
        whenUndetermined,
        List.of());
  }

  private static Policy policy(Enforcement enforcement, RuleSetting<?>... settings) {
    Policy enforced =
        new Policy("shop/load-line", ImageMatch.EVERYTHING, List.of(settings), Map.of(), List.of());
    return enforced.atMost(enforcement);
  }

  private static <P extends Record> RuleSetting<P> setting(Rule<P> rule) {
    return new RuleSetting<>(rule, rule.defaults(), Enforcement.ENFORCE);
  }
}
