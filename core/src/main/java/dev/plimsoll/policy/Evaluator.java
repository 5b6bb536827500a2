package dev.plimsoll.policy;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContextRule;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.VulnerabilityReports;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Judges one image in one container under the policies that match it; pure.
///
/// Every rule of every policy is judged on every inspected platform, so that a verdict holds all
/// there is to say, not only what came first.
public final class Evaluator {
  private static final Unknown NOT_READ =
      new Unknown(Cause.SCAN_PENDING, "the image's files have not been read yet");
  private static final Inspection NO_INSPECTION =
      new Uninspectable(
          new Unknown(Cause.SCAN_PENDING, "the image has not been looked into yet"), null);
  private static final Unknown NO_REFERENCE =
      new Unknown(Cause.NOT_STATED, "nobody said how the image is named");
  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::enforcement)
          .thenComparing(violation -> violation.finding().severity())
          .reversed();

  private final Measurements measurements;
  private final VulnerabilityReports reports;

  public Evaluator(Measurements measurements) {
    this(measurements, VulnerabilityReports.NONE);
  }

  /// An evaluator that knows what scanners report of the images it judges, unless the container
  /// comes with a report.
  public Evaluator(Measurements measurements, VulnerabilityReports reports) {
    this.measurements = measurements;
    this.reports = reports;
  }

  /// The verdict at no particular moment: neither an exemption nor a baseline counts, since they
  /// end.
  public Verdict evaluate(
      List<Policy> policies, List<Inspection> inspections, ContainerContext container) {
    return judged(policies, inspections, new Outcome(container, null));
  }

  /// The verdict over all policies and all inspected platforms; the worst wins. Where there is no
  /// inspection, nothing is known of the image.
  public Verdict evaluate(
      List<Policy> policies,
      List<Inspection> inspections,
      ContainerContext container,
      Instant now) {
    return judged(policies, inspections, new Outcome(container.at(now), now));
  }

  private Verdict judged(List<Policy> policies, List<Inspection> inspections, Outcome outcome) {
    List<Inspection> known = inspections.isEmpty() ? List.of(NO_INSPECTION) : inspections;
    for (Policy policy : policies) {
      for (RuleSetting<?> setting : policy.rules()) {
        if (policy.doubt() != null) {
          outcome.undecided(policy, setting, policy.doubt(), null);
        } else if (setting.rule().description().depth() == Depth.REFERENCE) {
          judgeReference(policy, setting, known, outcome);
        } else {
          known.forEach(inspection -> judge(policy, setting, inspection, outcome));
        }
      }
    }
    return outcome.verdict();
  }

  /// What only depends on how the image is named is judged whatever became of the inspections.
  private static <P extends Record> void judgeReference(
      Policy policy, RuleSetting<P> setting, List<Inspection> inspections, Outcome outcome) {
    Reference reference = outcome.container.reference();
    if (reference == null) {
      outcome.undecided(policy, setting, NO_REFERENCE, null);
      return;
    }
    Platform platform =
        inspections.getFirst() instanceof Inspected(Facts facts, _) ? facts.platform() : null;
    for (Finding finding : setting.rule().measure(reference)) {
      judge(policy, setting, new Whole(null, platform), finding, outcome.container, outcome);
    }
  }

  private <P extends Record> void judge(
      Policy policy, RuleSetting<P> setting, Inspection inspection, Outcome outcome) {
    switch (inspection) {
      case Uninspectable(Unknown why, Digest digest) ->
          outcome.undecided(policy, setting, why, digest);
      case Inspected(Facts facts, Unknown shortfall) -> {
        Unknown why = Objects.requireNonNullElse(shortfall, NOT_READ);
        Depth needed = setting.rule().depthFor(facts);
        if (needed.isDeeperThan(facts.depth())) {
          outcome.undecided(policy, setting, why, facts.digest());
        } else if (shortfall == null || facts.depth() != Depth.FILES) {
          judge(policy, setting, facts, findings(setting.rule(), facts, outcome), outcome);
        } else {
          judgeProvisionally(policy, setting, facts, needed == Depth.FILES ? why : null, outcome);
        }
      }
    }
  }

  /// What an image says of its own files can deny, never admit, hence `open`; and only by sizes,
  /// since no file was read. Findings are not kept.
  private <P extends Record> void judgeProvisionally(
      Policy policy, RuleSetting<P> setting, Facts facts, @Nullable Unknown open, Outcome outcome) {
    if (open != null) {
      outcome.undecided(policy, setting, open, facts.digest());
    }
    if (open == null || setting.rule().description().family() == Family.SIZE) {
      judge(policy, setting, facts, measured(setting.rule(), facts, outcome), outcome);
    }
  }

  private List<Finding> findings(Rule<?> rule, Facts facts, Outcome outcome) {
    return rule instanceof ContextRule<?>
        ? measured(rule, facts, outcome)
        : measurements.findings(rule, facts);
  }

  private static List<Finding> measured(Rule<?> rule, Facts facts, Outcome outcome) {
    return rule instanceof ContextRule<?> inContext
        ? inContext.measure(facts, outcome.container)
        : rule.measure(facts);
  }

  private <P extends Record> void judge(
      Policy policy, RuleSetting<P> setting, Facts facts, List<Finding> findings, Outcome outcome) {
    ContainerContext container =
        setting.rule().asksForReports() ? reported(outcome.container, facts) : outcome.container;
    for (Finding finding : findings) {
      judge(
          policy,
          setting,
          new Whole(facts.digest(), facts.platform()),
          finding,
          container,
          outcome);
    }
  }

  private ContainerContext reported(ContainerContext container, Facts facts) {
    return container.vulnerabilities() == null
        ? reports.on(facts.digest()).map(container::reportedBy).orElse(container)
        : container;
  }

  private static <P extends Record> void judge(
      Policy policy,
      RuleSetting<P> setting,
      Whole image,
      Finding finding,
      ContainerContext container,
      Outcome outcome) {
    Judgement judgement =
        finding.measure() instanceof Measure.Unmeasured(Unknown why)
            ? new Undecided(why)
            : setting.rule().judge(finding, setting.parameters(), container);
    switch (judgement) {
      case Within _ -> {}
      case Undecided(Unknown why) -> outcome.undecided(policy, setting, why, image.digest());
      case Beyond(String actual, String limit) ->
          outcome.beyond(
              policy,
              setting.rule(),
              image.digest(),
              new Violation(
                  policy.name(),
                  setting.enforcementOf(finding.severity()),
                  finding,
                  actual,
                  limit,
                  image.platform(),
                  setting.isAdvice(finding.severity())));
    }
  }

  /// What of an image decides: its manifest and platform, null where it is only named.
  private record Whole(@Nullable Digest digest, @Nullable Platform platform) {}

  /// What makes two violations one: the same said of two platforms is said once.
  private record Same(String policy, String rule, Finding.Blame blame, String actual) {}

  /// What has been found while judging.
  private static final class Outcome {
    private final ContainerContext container;
    private final @Nullable Instant now;
    private final Map<Same, Violation> violations = new LinkedHashMap<>();
    private final Map<Unknown, Map<String, UndecidedRules>> undecided = new LinkedHashMap<>();
    private final Set<Exempted> exempted = new LinkedHashSet<>();
    private final Set<Tolerated> tolerated = new LinkedHashSet<>();

    Outcome(ContainerContext container, @Nullable Instant now) {
      this.container = container;
      this.now = now;
    }

    void beyond(Policy policy, Rule<?> rule, @Nullable Digest digest, Violation violation) {
      Finding finding = violation.finding();
      String detail = detailOf(violation);
      if (!exempts(policy, e -> e.covers(finding), finding.rule(), detail)
          && !tolerates(policy, b -> b.tolerates(rule, finding, digest, container), rule, detail)) {
        violations.putIfAbsent(
            new Same(policy.name(), finding.rule(), finding.blame(), violation.actual()),
            violation);
      }
    }

    void undecided(Policy policy, RuleSetting<?> setting, Unknown why, @Nullable Digest digest) {
      Rule<?> judge = setting.rule();
      String rule = judge.id();
      if (exempts(policy, e -> e.coversAllOf(rule), rule, why.detail())
          || tolerates(
              policy, b -> b.toleratesUnjudged(judge, digest, container), judge, why.detail())) {
        return;
      }
      Enforcement enforcement = setting.enforcementOf(setting.rule().description().severity());
      UndeterminedAction action = policy.actionFor(why.cause(), enforcement);
      undecided
          .computeIfAbsent(why, _ -> new LinkedHashMap<>())
          .merge(
              policy.name(),
              new UndecidedRules(policy.name(), List.of(rule), why, action),
              UndecidedRules::and);
    }

    private boolean exempts(
        Policy policy, Predicate<Exemption> covers, String rule, String detail) {
      Optional<Exemption> first =
          policy.exemptions().stream()
              .filter(exemption -> now != null && exemption.isInForceAt(now))
              .filter(covers)
              .findFirst();
      first.ifPresent(
          exemption -> exempted.add(new Exempted(policy.name(), exemption.name(), rule, detail)));
      return first.isPresent();
    }

    private boolean tolerates(
        Policy policy, Predicate<Baseline> covers, Rule<?> rule, String detail) {
      Baseline baseline = policy.baseline();
      if (baseline == null || now == null || !baseline.isInForceAt(now) || !covers.test(baseline)) {
        return false;
      }
      tolerated.add(new Tolerated(policy.name(), rule.id(), detail, baseline.until()));
      return true;
    }

    private static String detailOf(Violation violation) {
      return violation.actual() + ", limit " + violation.limit();
    }

    Verdict verdict() {
      List<Violation> worstFirst = violations.values().stream().sorted(WORST_FIRST).toList();
      List<UndecidedRules> open =
          undecided.values().stream().flatMap(byPolicy -> byPolicy.values().stream()).toList();
      List<Exempted> allowed = List.copyOf(exempted);
      List<Tolerated> old = List.copyOf(tolerated);
      if (worstFirst.stream().anyMatch(v -> v.enforcement() == Enforcement.ENFORCE)) {
        return new Verdict.Denied(worstFirst, open, allowed, old);
      }
      return open.isEmpty()
          ? new Verdict.Admitted(worstFirst, allowed, old)
          : new Verdict.Undetermined(worstFirst, open, allowed, old);
    }
  }
}
