package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
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
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
  private final Measurements measurements;
  private final VulnerabilityReports reports;
  private final Memory memory;
  private final Faults faults;

  public Evaluator(Measurements measurements) {
    this(measurements, VulnerabilityReports.NONE);
  }

  /// An evaluator that knows what scanners report of the images it judges, unless the container
  /// comes with a report.
  public Evaluator(Measurements measurements, VulnerabilityReports reports) {
    this(measurements, reports, Memory.NONE);
  }

  /// One that also knows what the cluster remembers of all images.
  public Evaluator(Measurements measurements, VulnerabilityReports reports, Memory memory) {
    this(measurements, reports, memory, Faults.THROWN);
  }

  private Evaluator(
      Measurements measurements, VulnerabilityReports reports, Memory memory, Faults faults) {
    this.measurements = measurements;
    this.reports = reports;
    this.memory = memory;
    this.faults = faults;
  }

  /// The same, for which a rule that fails is one that cannot be judged, for the reason that
  /// `others` give; every other rule is judged as ever.
  public Evaluator with(Faults others) {
    return new Evaluator(measurements, reports, memory, others);
  }

  /// The verdict at no particular moment: neither an exemption nor a baseline counts, since they
  /// end.
  public Verdict evaluate(
      List<Policy> policies, List<Inspection> inspections, ContainerContext container) {
    return judged(policies, inspections, new Outcome(remembering(container), null));
  }

  /// The verdict over all policies and all inspected platforms; the worst wins. Where there is no
  /// inspection, nothing is known of the image.
  public Verdict evaluate(
      List<Policy> policies,
      List<Inspection> inspections,
      ContainerContext container,
      Instant now) {
    return judged(policies, inspections, new Outcome(remembering(container).at(now), now));
  }

  private ContainerContext remembering(ContainerContext container) {
    return memory.equals(Memory.NONE)
        ? container
        : container.remembering(memory.of(container.memory().former()));
  }

  private Verdict judged(List<Policy> policies, List<Inspection> inspections, Outcome outcome) {
    List<Inspection> known = inspections.isEmpty() ? List.of(NO_INSPECTION) : inspections;
    for (Policy policy : policies) {
      for (RuleSetting<?> setting : policy.rules()) {
        if (policy.doubt() != null) {
          outcome.undecided(policy, setting, policy.doubt(), null);
        } else if (setting.rule().description().depth() == Depth.REFERENCE) {
          guard(
              policy,
              setting,
              null,
              outcome,
              () -> judgeReference(policy, setting, known, outcome));
        } else {
          known.forEach(
              inspection ->
                  guard(
                      policy,
                      setting,
                      digestOf(inspection),
                      outcome,
                      () -> judge(policy, setting, inspection, outcome)));
        }
      }
    }
    return outcome.verdict();
  }

  /// Judges by one rule; a fault of it is its own.
  private void guard(
      Policy policy,
      RuleSetting<?> setting,
      @Nullable Digest image,
      Outcome outcome,
      Runnable judging) {
    RuntimeException fault;
    try {
      judging.run();
      return;
    } catch (RuntimeException e) {
      fault = e;
    } catch (StackOverflowError e) {
      fault = new Faults.TooDeep(e);
    }
    Unknown why = faults.over(outcome.container(), setting.rule().id(), fault);
    outcome.undecided(policy, setting, why, image);
  }

  private static @Nullable Digest digestOf(Inspection inspection) {
    return switch (inspection) {
      case Inspected(Facts facts, _) -> facts.digest();
      case Uninspectable(_, Digest digest) -> digest;
    };
  }

  /// What only depends on how the image is named is judged whatever became of the inspections. A
  /// name that cannot be read keeps to no rule about names.
  private static <P extends Record> void judgeReference(
      Policy policy, RuleSetting<P> setting, List<Inspection> inspections, Outcome outcome) {
    Reference reference = outcome.container().reference();
    if (reference == null) {
      outcome.undecided(policy, setting, NO_REFERENCE, null);
      return;
    }
    if (!reference.isReadable()) {
      outcome.beyond(
          policy, setting.rule(), null, UnreadableName.violation(policy, setting, inspections));
      return;
    }
    Platform platform =
        inspections.getFirst() instanceof Inspected(Facts facts, _) ? facts.platform() : null;
    for (Finding finding : setting.rule().measure(reference)) {
      judge(policy, setting, new Whole(null, platform), finding, outcome.container(), outcome);
    }
  }

  private <P extends Record> void judge(
      Policy policy, RuleSetting<P> setting, Inspection inspection, Outcome outcome) {
    switch (inspection) {
      case Uninspectable(Unknown why, Digest digest) ->
          judgeUnread(policy, setting, new Whole(digest, null), why, outcome);
      case Inspected(Facts facts, Unknown shortfall) -> {
        Unknown why = Objects.requireNonNullElse(shortfall, NOT_READ);
        Depth needed = setting.rule().depthFor(facts);
        if (needed.isDeeperThan(facts.depth())) {
          judgeUnread(policy, setting, new Whole(facts.digest(), facts.platform()), why, outcome);
        } else if (shortfall == null || facts.depth() != Depth.FILES) {
          judge(policy, setting, facts, findings(setting.rule(), facts, outcome), outcome);
        } else {
          judgeProvisionally(policy, setting, facts, needed == Depth.FILES ? why : null, outcome);
        }
      }
    }
  }

  /// Of an image that was not read as deep as the rule needs: what its workload says may do.
  private static <P extends Record> void judgeUnread(
      Policy policy, RuleSetting<P> setting, Whole image, Unknown why, Outcome outcome) {
    ContainerContext container = outcome.container();
    setting
        .rule()
        .decidedBy(container)
        .ifPresentOrElse(
            finding -> judge(policy, setting, image, finding, container, outcome),
            () -> outcome.undecided(policy, setting, why, image.digest()));
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
        ? inContext.measure(facts, outcome.container())
        : rule.measure(facts);
  }

  private <P extends Record> void judge(
      Policy policy, RuleSetting<P> setting, Facts facts, List<Finding> findings, Outcome outcome) {
    ContainerContext container =
        setting.rule().asksForReports()
            ? reported(outcome.container(), facts)
            : outcome.container();
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
        ? reports
            .on(facts.digest(), container.reference())
            .map(container::reportedBy)
            .orElse(container)
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
}
