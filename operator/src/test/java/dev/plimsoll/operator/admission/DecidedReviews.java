package dev.plimsoll.operator.admission;

import static dev.plimsoll.facts.FactsBuilder.image;
import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.inspection.LoggedFaults;
import dev.plimsoll.operator.policy.PolicyLookup;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.user.RootUser;
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

/// Reviews decided by the policies and the inspections that a test says.
class DecidedReviews {
  static final Duration TAG_AGE = Duration.ofHours(1);
  static final Duration BEFORE_REFUSAL = Duration.ofSeconds(10);
  static final String NAME = "\"name\":\"web\"";
  static final Facts ROOT = image().layer(10, "FROM x").user("root").facts();
  static final Facts GOOD = image().layer(10, "FROM x").user("7").facts();

  final Map<String, Deque<Inspection>> found = new HashMap<>();
  final List<Asked> asked = new ArrayList<>();
  PolicyLookup policies =
      (_, _, _) -> List.of(policy(Enforcement.ENFORCE, setting(new RootUser())));
  Measurements measurements = Measurements.ON_THE_SPOT;

  record Asked(Map<String, Depth> images, Duration tagAge) {}

  Decision decide(String pod) throws MalformedReviewException {
    return admission().decide(read(pod), Deadline.in(Duration.ofSeconds(5)));
  }

  static Review read(String pod) throws MalformedReviewException {
    return ReviewReader.read(bytes(review("CREATE", kind("Pod"), pod, "null")));
  }

  Admission admission() {
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
        new Evaluator(measurements).with(new LoggedFaults()),
        new Admission.Terms(TAG_AGE, BEFORE_REFUSAL, Enforcement.WARN),
        InstantSource.system(),
        _ -> Optional.empty());
  }

  List<Inspection> next(Reference reference) {
    return List.of(requireNonNull(found.get(reference.toString()).poll(), "asked once too often"));
  }

  void found(String image, Facts... facts) {
    for (Facts each : facts) {
      found(image, new Inspected(each));
    }
  }

  void found(String image, Inspection... inspections) {
    found
        .computeIfAbsent(Reference.parse(image).toString(), _ -> new ArrayDeque<>())
        .addAll(List.of(inspections));
  }

  static Inspection unknown(Cause cause) {
    return new Uninspectable(new Unknown(cause, "nobody can tell"), null);
  }

  static String pod(String... images) {
    return object(kind("Pod"), NAME, template("", images), 1);
  }

  static Policy policy(Map<Cause, UndeterminedAction> whenUndetermined) {
    return new Policy(
        "shop/load-line",
        ImageMatch.EVERYTHING,
        List.of(setting(new RootUser())),
        whenUndetermined,
        List.of());
  }

  static Policy policy(Enforcement enforcement, RuleSetting<?>... settings) {
    Policy enforced =
        new Policy("shop/load-line", ImageMatch.EVERYTHING, List.of(settings), Map.of(), List.of());
    return enforced.atMost(enforcement);
  }

  static <P extends Record> RuleSetting<P> setting(Rule<P> rule) {
    return new RuleSetting<>(rule, rule.defaults(), Enforcement.ENFORCE);
  }
}
