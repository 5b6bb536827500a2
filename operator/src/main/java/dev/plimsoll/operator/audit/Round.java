package dev.plimsoll.operator.audit;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.fleet.FleetWeight;
import dev.plimsoll.operator.fleet.Outlines;
import dev.plimsoll.operator.fleet.Presence;
import dev.plimsoll.operator.fleet.Use;
import dev.plimsoll.operator.metrics.AuditFigures;
import dev.plimsoll.operator.notice.Incident;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.operator.policyreport.AuditedWorkload;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one round of the audit found, added up policy by policy.
///
/// Reclaimable bytes are a union: within an image over its violations, over all images by the
/// layers that they share.
final class Round {
  private final Instant at;
  private final Told told;
  private final Told toldLater;
  private final Map<PolicyName, PolicyAudit> audits = new LinkedHashMap<>();
  private final List<AuditFigures.OfPolicy> figures = new ArrayList<>();
  private final Map<AuditFigures.Place, Integer> violations = new HashMap<>();
  private final Map<String, Set<Unit>> exempted = new HashMap<>();
  private final List<Incident> incidents = new ArrayList<>();
  private final List<Judged> judged = new ArrayList<>();
  private final Reclaimed reclaimed = new Reclaimed();
  private Fleet fleet = Fleet.of(List.of());
  private Bytes reclaimable = Bytes.NONE;
  private Map<Digest, Use> uses = Map.of();
  private boolean pending;
  private boolean open;

  /// Whether what is in an image may be told to those who read the policies of a namespace.
  @FunctionalInterface
  interface Told {
    boolean isAllowed(Unit unit, RunningImage image);
  }

  /// `told` is asked while the round is made, `toldLater` after that.
  Round(Instant at, Told told, Told toldLater) {
    this.at = at;
    this.told = told;
    this.toldLater = toldLater;
  }

  Map<PolicyName, PolicyAudit> audits() {
    return audits;
  }

  AuditFigures figures() {
    return new AuditFigures(figures, violations);
  }

  /// Whether images are still being read, so that another round is worth while soon.
  boolean isPending() {
    return pending;
  }

  /// Whether something could not be judged, so that it is worth while to ask again before long.
  boolean isOpen() {
    return open;
  }

  /// What all images that a policy is about weigh together.
  Fleet fleet() {
    return fleet;
  }

  /// What goes when everything is fixed that any policy objects to.
  Bytes reclaimable() {
    return reclaimable;
  }

  /// How every digest that runs is used.
  Map<Digest, Use> uses() {
    return uses;
  }

  /// What runs that policies would refuse today.
  List<Incident> incidents() {
    return incidents;
  }

  /// What was found, workload by workload.
  List<AuditedWorkload> workloads() {
    return RuleResults.byWorkload(judged, toldLater);
  }

  /// Looks for what runs that policies would refuse, by when the newest Pods of it came.
  void look(
      Map<IndexedPolicy, Map<Unit, Question>> questions,
      Answers answers,
      Map<Unit, Instant> arrivals) {
    questions.forEach(
        (policy, units) -> {
          List<Incident> its = new ArrayList<>();
          units.forEach(
              (unit, question) -> {
                if (answers.to(question).orElse(null) instanceof Verdict.Denied denied) {
                  its.add(Incidents.of(policy, unit, question, denied, arrivals.get(unit)));
                }
              });
          incidents.addAll(its);
          audits.computeIfPresent(
              policy.called(), (_, audit) -> audit.with(Incidents.unjudged(its)));
        });
  }

  /// Adds up what the images of each policy weigh together, and of all.
  void weigh(
      Map<IndexedPolicy, Map<Unit, Question>> questions, Presence presence, Outlines outlines) {
    Set<Digest> all = new LinkedHashSet<>();
    questions.forEach(
        (policy, units) -> {
          Set<Digest> digests = digestsOf(units.values());
          all.addAll(digests);
          audits.computeIfPresent(
              policy.called(),
              (_, audit) -> audit.weighing(FleetWeight.of(digests, presence, outlines)));
        });
    fleet = Fleet.of(outlines.images(all, presence));
    reclaimable = reclaimed.bytes(outlines);
    uses = outlines.uses(presence);
  }

  private static Set<Digest> digestsOf(Collection<Question> questions) {
    Set<Digest> digests = new LinkedHashSet<>();
    for (Question question : questions) {
      Reference pinned = question.image().pinned();
      if (pinned != null && pinned.digest() != null) {
        digests.add(pinned.digest());
      }
    }
    return digests;
  }

  /// What exemptions covered, by their titles.
  Map<String, Integer> exemptedImages() {
    Map<String, Integer> images = new HashMap<>();
    exempted.forEach((exemption, units) -> images.put(exemption, units.size()));
    return images;
  }

  void add(
      IndexedPolicy indexed, Map<Unit, Question> questions, Answers answers, Outlines outlines) {
    indexed.policy().ifPresent(policy -> add(indexed, policy, questions, answers, outlines));
  }

  private void add(
      IndexedPolicy indexed,
      Policy policy,
      Map<Unit, Question> questions,
      Answers answers,
      Outlines outlines) {
    Sum sum = new Sum(indexed, policy);
    boolean forAll = indexed.namespace().isEmpty();
    WorstViolations worst = new WorstViolations(forAll ? (_, _) -> true : told);
    questions.forEach(
        (unit, question) ->
            answers
                .to(question)
                .ifPresent(
                    verdict -> {
                      sum.add(unit, question.image(), verdict);
                      judged.add(new Judged(policy, unit, question.image(), verdict));
                      verdict.broken().forEach(v -> worst.add(unit, question.image(), v));
                      verdict.exempted().forEach(e -> exempted(e.exemption()).add(unit));
                      pending |= Answers.isPending(verdict);
                      open |= !verdict.undecided().isEmpty();
                    }));
    Counts counts =
        new Counts(
            questions.size(),
            sum.compliant,
            sum.violating,
            sum.undetermined,
            sum.exempted,
            sum.tolerated,
            sum.advised);
    Bytes reclaimable = sum.reclaimed.bytes(outlines);
    reclaimed.addAll(sum.reclaimed);
    List<WorstViolation> listed = worst.list();
    audits.put(
        indexed.called(),
        new PolicyAudit(
            indexed.generation(), counts, reclaimable, listed, worst.areTruncated(), at));
    figures.add(
        new AuditFigures.OfPolicy(
            indexed.name(),
            sum.compliant,
            sum.violating,
            sum.undetermined,
            sum.tolerated,
            reclaimable,
            sum.byRule));
    sum.byPlace.forEach((place, count) -> violations.merge(place, count, Integer::sum));
  }

  private Set<Unit> exempted(String exemption) {
    return exempted.computeIfAbsent(exemption, _ -> new HashSet<>());
  }

  /// The running sums of one policy.
  private static final class Sum {
    private final Map<String, Integer> byRule = new TreeMap<>();
    private final Map<AuditFigures.Place, Integer> byPlace = new HashMap<>();
    private final Reclaimed reclaimed = new Reclaimed();
    private int compliant;
    private int violating;
    private int undetermined;
    private int exempted;
    private int tolerated;
    private int advised;

    /// A namespace with a policy of its own has its figures from the start, zeros included; a
    /// policy's rules only where one is broken, as there are many of both.
    Sum(IndexedPolicy indexed, Policy policy) {
      for (RuleSetting<?> setting : policy.rules()) {
        if (!indexed.namespace().isEmpty()) {
          byPlace.put(new AuditFigures.Place(indexed.namespace(), setting.enforcement()), 0);
        }
      }
    }

    void add(Unit unit, RunningImage image, Verdict verdict) {
      List<Violation> broken = verdict.broken();
      if (!broken.isEmpty()) {
        violating++;
      } else if (!verdict.undecided().isEmpty()) {
        undetermined++;
      } else if (!verdict.exempted().isEmpty()) {
        exempted++;
      } else if (!verdict.tolerated().isEmpty()) {
        tolerated++;
      } else {
        compliant++;
      }
      if (verdict.hasAdvice()) {
        advised++;
      }
      for (Violation violation : broken) {
        byRule.merge(violation.rule(), 1, Integer::sum);
        byPlace.merge(
            new AuditFigures.Place(unit.namespace(), violation.enforcement()), 1, Integer::sum);
        reclaimed.add(image, violation);
      }
    }
  }
}
