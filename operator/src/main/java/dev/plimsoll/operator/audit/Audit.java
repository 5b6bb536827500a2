package dev.plimsoll.operator.audit;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.fleet.Outlines;
import dev.plimsoll.operator.fleet.Presence;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.policy.Applied;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.running.ImageLookup;
import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.operator.running.Pullers;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Placement;
import dev.plimsoll.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Judges all that runs under all policies that are about it.
///
/// A round asks every question anew and looks into images only for those that no earlier round
/// has answered. What cannot be read before the deadline counts as undetermined for now; the
/// inspector goes on reading, and the next round finds it.
final class Audit {
  private static final Duration REPORTS_AGE = Duration.ofMinutes(10);
  private static final Duration OPENING = Duration.ofSeconds(1);

  private final PolicySource policySource;
  private final Owners owners;
  private final ImageLookup lookup;
  private final Evaluator evaluator;
  private final Clock clock;
  private final RunningTags tags;
  private final Answers answers = new Answers();
  private final Closed closed = new Closed();
  private final Outlines outlines = new Outlines();
  private final AtomicBoolean reportsChanged = new AtomicBoolean();
  private Instant reportsRead = Instant.EPOCH;

  Audit(
      PolicySource policySource,
      Owners owners,
      ImageLookup lookup,
      Evaluator evaluator,
      TagMoves tags,
      Clock clock) {
    this.tags = new RunningTags(tags);
    this.policySource = policySource;
    this.owners = owners;
    this.lookup = lookup;
    this.evaluator = evaluator;
    this.clock = clock;
  }

  /// The policies that are about an image in a Pod with these labels, as the webhook asks for
  /// them.
  @FunctionalInterface
  interface PolicySource {
    List<Applied> applying(String namespace, Map<String, String> podLabels, Reference image);

    /// Where a Pod is, for policies with a rule that looks there.
    default Placement placementOf(String namespace, Map<String, String> podLabels) {
      return new Placement(namespace, null, Map.of("labels", podLabels));
    }
  }

  /// Has every question answered anew by the next round, as after the known bases changed.
  synchronized void forget() {
    answers.forget();
  }

  /// Has the questions answered anew whose policies ask what is reported of an image.
  void forgetReported() {
    reportsChanged.set(true);
  }

  synchronized Round round(
      Collection<IndexedPolicy> policies, Collection<RunningPod> pods, Deadline deadline) {
    Map<IndexedPolicy, Map<Unit, Question>> questions = new LinkedHashMap<>();
    policies.forEach(policy -> questions.put(policy, new LinkedHashMap<>()));
    Map<Question, Policy> asked = new LinkedHashMap<>();
    Instant now = clock.instant();
    Pullers pullers = new Pullers();
    Presence presence = new Presence();
    pods.forEach(pod -> ask(pod, now, questions, asked, pullers));
    pods.forEach(pod -> note(pod, presence));
    if (areReportsToBeReadAgain(now)) {
      answers.forget(asked, (_, policy) -> policy.hangsOnOthers());
    }
    tags.refresh(asked, answers, pullers, lookup::imagesOf, now, deadline);
    look(asked, pullers, now, deadline);
    Round round =
        new Round(
            now,
            (unit, image) -> isTold(unit, image, pullers, deadline),
            closed.seldom((unit, image) -> isTold(unit, image, pullers, Deadline.in(OPENING))));
    questions.forEach((policy, units) -> round.add(policy, units, answers, outlines));
    answers.keepOnly(asked.keySet());
    outlines.keepOnly(presence.digests());
    round.look(questions, answers, arrivals(questions, pods));
    round.weigh(questions, presence, outlines);
    return round;
  }

  /// When the newest Pod of each unit was created.
  private Map<Unit, Instant> arrivals(
      Map<IndexedPolicy, Map<Unit, Question>> questions, Collection<RunningPod> pods) {
    Set<Unit> asked = new HashSet<>();
    questions.values().forEach(units -> asked.addAll(units.keySet()));
    Map<Unit, Instant> newest = new HashMap<>();
    for (RunningPod pod : pods) {
      Instant created = pod.standing().created();
      for (RunningPod.RunningContainer container : pod.containers()) {
        RunningImage image = RunningImage.of(container);
        Unit unit = new Unit(pod.namespace(), owners.topOf(pod), container.name(), image.digest());
        if (created != null && asked.contains(unit)) {
          newest.merge(unit, created, (one, other) -> one.isAfter(other) ? one : other);
        }
      }
    }
    return newest;
  }

  /// Where images run, whether or not a policy is about them.
  private void note(RunningPod pod, Presence presence) {
    for (RunningPod.RunningContainer container : pod.containers()) {
      Reference pinned = RunningImage.of(container).pinned();
      if (pinned != null && pinned.digest() != null) {
        presence.add(
            pinned.digest(),
            pod.namespace(),
            owners.topOf(pod).toString(),
            pod.name(),
            pod.standing().node());
      }
    }
  }

  /// Reports come and go, and they and what is remembered grow old though nothing happens.
  private boolean areReportsToBeReadAgain(Instant now) {
    boolean old = !reportsRead.plus(REPORTS_AGE).isAfter(now);
    if (old || reportsChanged.getAndSet(false)) {
      reportsRead = now;
      return true;
    }
    return false;
  }

  private void ask(
      RunningPod pod,
      Instant now,
      Map<IndexedPolicy, Map<Unit, Question>> questions,
      Map<Question, Policy> asked,
      Pullers pullers) {
    for (RunningPod.RunningContainer container : pod.containers()) {
      RunningImage image = RunningImage.of(container);
      ContainerContext context = container.context().of(image.named());
      for (Applied applied : policySource.applying(pod.namespace(), pod.labels(), image.named())) {
        Map<Unit, Question> units = questions.get(applied.source());
        if (units != null) {
          Policy policy = inForce(applied.policy(), now);
          ContainerContext placed =
              policy.asksForPlacement()
                  ? context.in(policySource.placementOf(pod.namespace(), pod.labels()))
                  : context;
          Question question = new Question(applied.source(), policy, image, placed);
          Owner owner = owners.topOf(pod);
          units.putIfAbsent(
              new Unit(pod.namespace(), owner, container.name(), image.digest()), question);
          asked.put(question, policy);
          pullers.add(image, pod);
        }
      }
    }
  }

  /// An exemption or a toleration that has ended decides nothing: without it, the question is
  /// another.
  private static Policy inForce(Policy policy, Instant now) {
    Baseline baseline = policy.baseline();
    return policy
        .under(
            policy.exemptions().stream().filter(exemption -> exemption.isInForceAt(now)).toList())
        .tolerating(baseline != null && baseline.isInForceAt(now) ? baseline : null);
  }

  /// Whether those who read the policies of a namespace may know what is in an image there. Where
  /// no registry can be asked, all that is known is what the Pod and its node say.
  private boolean isTold(Unit unit, RunningImage image, Pullers pullers, Deadline deadline) {
    Reference pinned = image.pinned();
    return pinned == null
        || pullers
            .in(unit.namespace(), pinned)
            .filter(puller -> lookup.isOpen(puller, pinned, deadline))
            .isPresent();
  }

  private void look(Map<Question, Policy> asked, Pullers pullers, Instant now, Deadline deadline) {
    Map<Reference, Set<Policy>> images = new LinkedHashMap<>();
    Map<Question, Policy> open = new LinkedHashMap<>();
    asked.forEach(
        (question, policy) -> {
          if (!answers.isAnswered(question, now)) {
            open.put(question, policy);
          }
        });
    open.forEach(
        (question, policy) -> {
          if (question.image().pinned() != null) {
            images.computeIfAbsent(question.image().pinned(), _ -> new HashSet<>()).add(policy);
          }
        });
    Map<Reference, List<Inspection>> found = lookup.inspect(images, pullers, deadline);
    found.forEach(
        (image, inspections) -> {
          if (image.digest() != null) {
            outlines.add(image.digest(), inspections);
          }
        });
    open.forEach(
        (question, policy) -> answers.put(question, answer(question, policy, found, now), now));
  }

  private Verdict answer(
      Question question, Policy policy, Map<Reference, List<Inspection>> found, Instant now) {
    return evaluator.evaluate(
        List.of(policy), inspections(question.image(), found), question.container(), now);
  }

  private static List<Inspection> inspections(
      RunningImage image, Map<Reference, List<Inspection>> found) {
    if (image.instead() != null) {
      return List.of(image.instead());
    }
    List<Inspection> inspections = found.getOrDefault(image.pinned(), List.of());
    return inspections.isEmpty() && image.pinned() != null
        ? List.of(notRead(image.pinned()))
        : inspections;
  }

  private static Inspection notRead(Reference image) {
    return new Uninspectable(
        new Unknown(Cause.SCAN_PENDING, image + " has not been read yet"), image.digest());
  }
}
