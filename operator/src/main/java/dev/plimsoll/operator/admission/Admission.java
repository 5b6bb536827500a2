package dev.plimsoll.operator.admission;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.admission.Subject.Images;
import dev.plimsoll.operator.admission.Subject.Nothing;
import dev.plimsoll.operator.admission.Subject.ToJudge;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.operator.policy.PolicyLookup;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Family;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Outlook;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.wording.Wording;
import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.ContainerKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides reviews: the same review, policies and inspections give the same decision.
///
/// Only images that a policy is about are looked into, all at once, and no deeper than their
/// rules ask. Before a tag's image is refused from memory, the tag is asked for again: the
/// developer who has just pushed the fix is not refused for what was.
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /// How long what a tag points to is believed, as a rule and where the image would be refused;
  /// and the hardest that happens to ephemeral containers.
  record Terms(Duration tagAge, Duration tagAgeBeforeRefusal, Enforcement ephemeralContainers) {}

  private final PolicyLookup policies;
  private final Inspections inspections;
  private final Evaluator evaluator;
  private final Terms terms;
  private final InstantSource clock;
  private final Function<Facts, Optional<Facts>> slim;

  /// `slim` finds the slim variant of an image's base, without waiting for it.
  Admission(
      PolicyLookup policies,
      Inspections inspections,
      Evaluator evaluator,
      Terms terms,
      InstantSource clock,
      Function<Facts, Optional<Facts>> slim) {
    this.clock = clock;
    this.slim = slim;
    this.policies = policies;
    this.inspections = inspections;
    this.evaluator = evaluator;
    this.terms = terms;
  }

  Decision decide(Review review, Deadline deadline) throws MalformedReviewException {
    return switch (Workloads.subjectOf(review)) {
      case Nothing _ -> Decision.NOTHING_TO_JUDGE;
      case Images subject -> {
        List<Candidate> candidates = candidates(review.namespace(), subject);
        yield candidates.isEmpty()
            ? Decision.NOTHING_TO_JUDGE
            : Decision.of(subject.title(), judge(candidates, source(review, subject), deadline))
                .knowing(stale(candidates));
      }
    };
  }

  private List<Candidate> candidates(String namespace, Images subject) {
    return subject.images().stream()
        .map(toJudge -> candidate(namespace, subject, toJudge))
        .filter(candidate -> !candidate.policies().isEmpty())
        .toList();
  }

  private Candidate candidate(String namespace, Images subject, ToJudge toJudge) {
    Candidate candidate =
        Candidate.of(
                toJudge.image(),
                reference ->
                    policies.policiesFor(namespace, subject.labels(), reference).stream()
                        .filter(Predicate.not(admitted(namespace, toJudge, reference)::contains))
                        .map(policy -> forKind(policy, toJudge.image().kind()))
                        .map(policy -> subject.isPod() ? policy : leavingScansToThePods(policy))
                        .toList())
            .replacing(toJudge.replaces());
    return candidate.policies().stream().anyMatch(Policy::asksForPlacement)
        ? candidate.in(policies.placementOf(namespace, subject.labels()))
        : candidate;
  }

  /// The policies that the image has been through where it runs.
  private List<Policy> admitted(String namespace, ToJudge toJudge, Reference reference) {
    return toJudge.admittedUnder() == null
        ? List.of()
        : policies.policiesFor(namespace, toJudge.admittedUnder(), reference);
  }

  private Policy forKind(Policy policy, ContainerKind kind) {
    return switch (kind) {
      case CONTAINER, INIT_CONTAINER, SIDECAR -> policy;
      case EPHEMERAL_CONTAINER -> policy.atMost(terms.ephemeralContainers());
      case IMAGE_VOLUME -> policy.without(Family.USER);
    };
  }

  /// Who applies a workload is not made to wait for a scan: its Pods are judged again, their
  /// controller tries again by itself, and by then the scan that starts here is done.
  private static Policy leavingScansToThePods(Policy policy) {
    return policy.atMost(Cause.SCAN_PENDING, UndeterminedAction.WARN);
  }

  /// Images as the subject pulls them. A dry run warms this replica's memory and leaves nothing
  /// else behind.
  private Inspections source(Review review, Images subject) {
    Inspections theirs = inspections.as(new Puller(review.namespace(), subject.pull()));
    return review.dryRun() ? theirs.leavingNoTrace() : theirs;
  }

  /// What could not be asked for anew, in sentences.
  private List<String> stale(List<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.unreadable() == null)
        .map(Candidate::reference)
        .distinct()
        .flatMap(tag -> inspections.staleness(tag).map(age -> Staleness.of(tag, age)).stream())
        .toList();
  }

  private List<JudgedImage> judge(List<Candidate> named, Inspections source, Deadline deadline) {
    Investigation investigation = new Investigation(source, deadline);
    List<Candidate> candidates = investigation.remember(named);
    investigation.look(candidates, terms.tagAge());
    List<JudgedImage> judged = judge(candidates, investigation);
    List<Candidate> refused = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (!judged.get(i).verdict().mayPass()) {
        refused.add(candidates.get(i));
      }
    }
    List<JudgedImage> last =
        investigation.lookAgain(refused, terms.tagAgeBeforeRefusal())
            ? judge(candidates, investigation)
            : judged;
    List<JudgedImage> told = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      told.add(told(last.get(i), candidates.get(i), investigation));
    }
    return told;
  }

  /// What only the audit log gets to see is not asked for.
  private static JudgedImage told(
      JudgedImage judged, Candidate candidate, Investigation investigation) {
    return !Wording.isShown(judged.verdict()) || investigation.isOpen(candidate)
        ? judged
        : judged.withoutEvidence();
  }

  private List<JudgedImage> judge(List<Candidate> candidates, Investigation investigation) {
    return candidates.stream()
        .map(candidate -> judge(candidate, investigation.about(candidate)))
        .toList();
  }

  private JudgedImage judge(Candidate candidate, List<Inspection> inspections) {
    ContainerImage image = candidate.image();
    Verdict verdict =
        evaluator.evaluate(candidate.policies(), inspections, candidate.context(), clock.instant());
    JudgedImage judged =
        new JudgedImage(image.image(), image.container(), image.isVolume(), verdict);
    return verdict.mayPass() ? judged : judged.with(outlook(judged, inspections));
  }

  /// What the image will weigh; a refusal stands without it.
  private Optional<Outlook> outlook(JudgedImage judged, List<Inspection> inspections) {
    try {
      return Outlook.of(judged.verdict(), inspections, slim);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError().addKeyValue("image", judged.image()).setCause(e).log("Predicting failed");
      return Optional.empty();
    }
  }
}
