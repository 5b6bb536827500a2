package dev.plimsoll.operator.admission;

import static dev.plimsoll.facts.FactsBuilder.image;
import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
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
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.size.SizeGrowth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an update is held against.
class FormerImageTest {
  private static final Facts SMALL = image().layer(100, "COPY app").facts();
  private static final Facts LARGE = image().layer(100, "COPY app").layer(40, "RUN gcc").facts();
  private static final RuleSetting<?> GROWTH =
      new RuleSetting<>(new SizeGrowth(), new SizeGrowth().defaults(), Enforcement.ENFORCE);

  private final Map<String, Facts> registry =
      new HashMap<>(Map.of("web:small", SMALL, "web:large", LARGE));
  private final List<Map<Reference, Depth>> asked = new ArrayList<>();
  private RuleSetting<?> rule = GROWTH;

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Pod"})
  void refusesAnUpdateToAMuchLargerImage(String kind) throws Exception {
    AdmissionResponse response = update(kind, "web:small", "web:large");

    assertThat(response.allowed()).isFalse();
    assertThat(response.refusal())
        .contains(
            "size-growth: 140.0 MiB to pull, 40.0 MiB more than docker.io/library/web:small that"
                + " runs now, limit 20% more");
  }

  @Test
  void admitsAnUpdateToASmallerImage() throws Exception {
    assertThat(update("Deployment", "web:large", "web:small").allowed()).isTrue();
  }

  @Test
  void admitsWhatIsCreated() throws Exception {
    String created = deployment("web:large", 1);

    Decision decision = decide(review("CREATE", kind("Deployment"), created, "null"));

    assertThat(decision.response().allowed()).isTrue();
    assertThat(asked).as("nothing runs that could be asked for").hasSize(1);
  }

  @Test
  void admitsAContainerThatIsNew() throws Exception {
    String before = object(kind("Deployment"), "\"name\":\"web\"", template("", "web:small"), 1);
    String after =
        object(kind("Deployment"), "\"name\":\"web\"", template("", "web:small", "api:large"), 1);
    registry.put("api:large", LARGE);

    assertThat(decide(review("UPDATE", kind("Deployment"), after, before)).response().allowed())
        .isTrue();
  }

  @Test
  void admitsWhereNobodyKnowsTheFormerImage() throws Exception {
    registry.remove("web:small");

    assertThat(update("Deployment", "web:small", "web:large").allowed()).isTrue();
    assertThat(update("Deployment", "not an image", "web:large").allowed()).isTrue();
  }

  @Test
  void asksForTheFormerImageOnceAndOnlyWhereARuleWantsIt() throws Exception {
    update("Deployment", "web:large", "web:small");
    assertThat(asked)
        .containsExactly(
            Map.of(Reference.parse("web:large"), Depth.CONFIG),
            Map.of(Reference.parse("web:small"), Depth.CONFIG));

    asked.clear();
    rule =
        new RuleSetting<>(
            new PullSize(), new PullSize.Parameters(Bytes.ofMebi(500)), Enforcement.ENFORCE);
    update("Deployment", "web:large", "web:small");
    assertThat(asked).containsExactly(Map.of(Reference.parse("web:small"), Depth.CONFIG));
  }

  private AdmissionResponse update(String kind, String before, String after) throws Exception {
    return decide(
            review(
                "UPDATE",
                kind(kind),
                object(kind(kind), "\"name\":\"web\"", named(after), 1),
                object(kind(kind), "\"name\":\"web\"", named(before), 1)))
        .response();
  }

  private static String deployment(String image, int replicas) {
    return object(kind("Deployment"), "\"name\":\"web\"", named(image), replicas);
  }

  private static String named(String image) {
    return "{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"" + image + "\"}]}}";
  }

  private Decision decide(String review) throws MalformedReviewException {
    Inspections inspections =
        (images, _, _) -> {
          asked.add(images);
          Map<Reference, List<Inspection>> found = new HashMap<>();
          images.keySet().forEach(image -> found.put(image, List.of(inspection(image))));
          return found;
        };
    return new Admission(
            (_, _, _) ->
                List.of(
                    new Policy(
                        "shop/growth", ImageMatch.EVERYTHING, List.of(rule), Map.of(), List.of())),
            inspections,
            new Evaluator(Measurements.ON_THE_SPOT),
            new Admission.Terms(Duration.ofHours(1), Duration.ofHours(1), Enforcement.WARN),
            InstantSource.system(),
            _ -> Optional.empty())
        .decide(ReviewReader.read(bytes(review)), Deadline.in(Duration.ofSeconds(5)));
  }

  private Inspection inspection(Reference image) {
    Facts facts = registry.get(image.repository().replace("library/", "") + ":" + image.tag());
    return facts == null
        ? new Uninspectable(new Unknown(Cause.NOT_FOUND, "there is none"), null)
        : new Inspected(facts);
  }
}
