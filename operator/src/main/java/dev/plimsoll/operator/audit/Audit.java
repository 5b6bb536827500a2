package dev.plimsoll.operator.audit;

import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Judges all that runs under all policies that are about it.
///
/// A round asks every question anew and looks into images only for those that no earlier round
/// has answered. What cannot be read before the deadline counts as undetermined for now; the
/// inspector goes on reading, and the next round finds it.
final class Audit {
  private final Function<String, List<IndexedPolicy>> policiesIn;
  private final Owners owners;
  private final Inspector inspector;
  private final Evaluator evaluator;
  private final Clock clock;
  private final Answers answers = new Answers();

  Audit(
      Function<String, List<IndexedPolicy>> policiesIn,
      Owners owners,
      Inspector inspector,
      Evaluator evaluator,
      Clock clock) {
    this.policiesIn = policiesIn;
    this.owners = owners;
    this.inspector = inspector;
    this.evaluator = evaluator;
    this.clock = clock;
  }

  /// Looks into images for the policies that ask about them. An image that it has no answer for
  /// is left out, never answered for by nothing.
  @FunctionalInterface
  interface Inspector {
    Map<Reference, List<Inspection>> inspect(Map<Reference, Set<Policy>> images, Deadline deadline);
  }

  /// Has every question answered anew by the next round, as after the known bases changed.
  synchronized void forget() {
    answers.forget();
  }

  synchronized Round round(
      Collection<IndexedPolicy> policies, Collection<RunningPod> pods, Deadline deadline) {
    Map<IndexedPolicy, Map<Unit, Question>> questions = new LinkedHashMap<>();
    policies.forEach(policy -> questions.put(policy, new LinkedHashMap<>()));
    pods.forEach(pod -> ask(pod, questions));
    Instant now = clock.instant();
    look(questions, now, deadline);
    Set<Question> asked = new HashSet<>();
    Round round = new Round(now);
    questions.forEach(
        (policy, units) -> {
          asked.addAll(units.values());
          round.add(policy, units, answers);
        });
    answers.keepOnly(asked);
    return round;
  }

  private void ask(RunningPod pod, Map<IndexedPolicy, Map<Unit, Question>> questions) {
    List<IndexedPolicy> policies = policiesIn.apply(pod.namespace());
    if (policies.isEmpty() || pod.containers().isEmpty()) {
      return;
    }
    Owner owner = owners.topOf(pod);
    for (RunningPod.RunningContainer container : pod.containers()) {
      RunningImage image = RunningImage.of(container).orElse(null);
      if (image == null) {
        continue;
      }
      ContainerContext context = new ContainerContext(container.name(), container.runAsUser());
      Unit unit = new Unit(pod.namespace(), owner, container.name(), image.digest());
      for (IndexedPolicy policy : policies) {
        Map<Unit, Question> units = questions.get(policy);
        if (units != null && policy.covers(pod.labels(), image.named())) {
          units.putIfAbsent(unit, new Question(policy, image, context));
        }
      }
    }
  }

  private void look(
      Map<IndexedPolicy, Map<Unit, Question>> questions, Instant now, Deadline deadline) {
    Map<Reference, Set<Policy>> images = new LinkedHashMap<>();
    Map<Question, Policy> open = new LinkedHashMap<>();
    questions.forEach(
        (indexed, units) ->
            indexed
                .policy()
                .ifPresent(
                    policy ->
                        units.values().stream()
                            .filter(question -> !answers.isAnswered(question, now))
                            .forEach(question -> open.put(question, policy))));
    open.forEach(
        (question, policy) -> {
          if (question.image().pinned() != null) {
            images.computeIfAbsent(question.image().pinned(), _ -> new HashSet<>()).add(policy);
          }
        });
    Map<Reference, List<Inspection>> found = inspector.inspect(images, deadline);
    open.forEach((question, policy) -> answers.put(question, answer(question, policy, found), now));
  }

  private Verdict answer(Question question, Policy policy, Map<Reference, List<Inspection>> found) {
    Reference pinned = question.image().pinned();
    List<Inspection> inspections =
        pinned == null
            ? List.of(unpinned(question.image()))
            : found.getOrDefault(pinned, List.of());
    if (pinned != null && inspections.isEmpty()) {
      inspections = List.of(notRead(pinned));
    }
    return evaluator.evaluate(List.of(policy), inspections, question.container());
  }

  private static Inspection unpinned(RunningImage image) {
    return new Uninspectable(
        new Unknown(
            Cause.NOT_STATED,
            "the node says %s of %s, which no registry can be asked for; pull the image from its"
                    .formatted(image.imageId(), image.named())
                + " registry"),
        null);
  }

  private static Inspection notRead(Reference image) {
    return new Uninspectable(
        new Unknown(Cause.SCAN_PENDING, image + " has not been read yet"), image.digest());
  }
}
