package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.FleetSummary;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Reclaimable;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.bytes.Quantities;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Computes what a policy's status is to say; pure.
///
/// Nothing in it moves by itself: a condition keeps its transition time while it holds, and an
/// audit that found the same again shows only once the time shown is an hour old.
final class PolicyStatus {
  static final Duration STALE = Duration.ofHours(1);

  private static final int LONGEST_MESSAGE = 8192;
  private static final int USUAL_MEGABITS = 100;

  private final long generation;
  private final @Nullable ImagePolicyStatus former;
  private final Instant now;
  private final int megabits;
  private @Nullable BaselineProgress progress;

  private PolicyStatus(
      long generation, @Nullable ImagePolicyStatus former, Instant now, int megabits) {
    this.megabits = megabits;
    this.generation = generation;
    this.former = former;
    this.now = now;
  }

  static ImagePolicyStatus of(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource,
      Acceptance acceptance,
      @Nullable PolicyAudit audit,
      @Nullable BaselineProgress progress,
      Instant now) {
    return of(resource, acceptance, audit, progress, now, USUAL_MEGABITS);
  }

  /// `megabits` a second is the bandwidth at which the time of a pull is stated.
  static ImagePolicyStatus of(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource,
      Acceptance acceptance,
      @Nullable PolicyAudit audit,
      @Nullable BaselineProgress progress,
      Instant now,
      int megabits) {
    PolicyStatus status =
        new PolicyStatus(IndexedPolicy.generationOf(resource), resource.getStatus(), now, megabits);
    status.progress = progress;
    return switch (acceptance) {
      case Acceptance.NotAccepted(List<String> faults) -> status.notAccepted(faults);
      case Acceptance.Accepted(Policy policy) ->
          audit != null && audit.generation() == status.generation
              ? status.audited(policy, audit)
              : status.notAudited(policy);
    };
  }

  /// The status of a policy in a namespace where nothing is judged.
  static ImagePolicyStatus excluded(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource,
      Acceptance acceptance,
      Instant now) {
    PolicyStatus status =
        new PolicyStatus(
            IndexedPolicy.generationOf(resource), resource.getStatus(), now, USUAL_MEGABITS);
    return switch (acceptance) {
      case Acceptance.NotAccepted(List<String> faults) -> status.notAccepted(faults);
      case Acceptance.Accepted(Policy policy) ->
          status.conditionsAlone(
              status.accepted(policy),
              status.condition(
                  PolicyCondition.READY,
                  Status.FALSE,
                  "NamespaceExcluded",
                  "the operator's configuration leaves this namespace out (excluded-namespaces)"));
    };
  }

  private ImagePolicyStatus notAccepted(List<String> faults) {
    return conditionsAlone(
        condition(PolicyCondition.ACCEPTED, Status.FALSE, "Invalid", String.join("\n", faults)),
        condition(
            PolicyCondition.READY,
            Status.FALSE,
            "NotAccepted",
            "the policy judges nothing until what Accepted lists is put right"));
  }

  private ImagePolicyStatus audited(Policy policy, PolicyAudit audit) {
    return new ImagePolicyStatus(
        generation,
        conditions(
            caughtUp(audit),
            accepted(policy),
            condition(
                PolicyCondition.READY,
                Status.TRUE,
                "InForce",
                "new workloads are judged, and what runs was")),
        audit.counts(),
        new Reclaimable(Quantities.of(audit.reclaimable()), audit.reclaimable().count()),
        audit.worst(),
        audit.truncated(),
        timeOf(audit),
        fleetOf(audit));
  }

  /// Told of only where something came in.
  private Optional<PolicyCondition> caughtUp(PolicyAudit audit) {
    return audit.unjudged().isEmpty()
        ? Optional.empty()
        : Optional.of(
            condition(
                PolicyCondition.CAUGHT_UP,
                Status.FALSE,
                "CameInUnjudged",
                "the policy refuses what runs in these, and they came in after it was written,"
                    + " unjudged or before this was true of them: "
                    + String.join(", ", audit.unjudged())));
  }

  /// What an earlier leader found about the same generation stands until it is found again.
  private ImagePolicyStatus notAudited(Policy policy) {
    ImagePolicyStatus kept =
        former != null && Objects.equals(former.observedGeneration(), generation) ? former : null;
    if (kept != null && kept.counts() != null) {
      return new ImagePolicyStatus(
          generation,
          conditions(
              kept.conditions().stream()
                  .filter(c -> c.type().equals(PolicyCondition.CAUGHT_UP))
                  .findFirst(),
              accepted(policy),
              formerly(PolicyCondition.READY, kept)),
          kept.counts(),
          kept.reclaimable(),
          kept.worstViolations(),
          kept.truncated(),
          kept.lastAuditTime(),
          kept.fleet());
    }
    return conditionsAlone(
        accepted(policy),
        condition(
            PolicyCondition.READY,
            Status.UNKNOWN,
            "AuditPending",
            "new workloads are judged; what runs is being judged"));
  }

  private ImagePolicyStatus conditionsAlone(PolicyCondition accepted, PolicyCondition ready) {
    return new ImagePolicyStatus(
        generation,
        conditions(Optional.empty(), accepted, ready),
        null,
        null,
        List.of(),
        null,
        null);
  }

  private List<PolicyCondition> conditions(
      Optional<PolicyCondition> caughtUp, PolicyCondition accepted, PolicyCondition ready) {
    return Stream.of(Stream.of(accepted, ready), baselineTaken().stream(), caughtUp.stream())
        .flatMap(Function.identity())
        .toList();
  }

  /// Nothing where no baseline is needed; what was said before stands, of the generation that it
  /// was said of, until this one has been looked at.
  private Optional<PolicyCondition> baselineTaken() {
    if (progress == null || progress.generation() != generation) {
      return (former == null ? List.<PolicyCondition>of() : former.conditions())
          .stream().filter(c -> c.type().equals(PolicyCondition.BASELINE_TAKEN)).findFirst();
    }
    String type = PolicyCondition.BASELINE_TAKEN;
    return switch (progress.state()) {
      case NOT_NEEDED -> Optional.empty();
      case PENDING -> Optional.of(condition(type, Status.FALSE, "Recording", progress.message()));
      case TAKEN -> Optional.of(condition(type, Status.TRUE, "Recorded", progress.message()));
    };
  }

  private PolicyCondition accepted(Policy policy) {
    return condition(PolicyCondition.ACCEPTED, Status.TRUE, "Valid", judgesBy(policy.rules()));
  }

  /// The rules by what is done about a violation, hardest first.
  private static String judgesBy(List<RuleSetting<?>> rules) {
    Map<Enforcement, List<String>> byEnforcement =
        new TreeMap<>(Comparator.<Enforcement>naturalOrder().reversed());
    for (RuleSetting<?> setting : rules) {
      byEnforcement
          .computeIfAbsent(setting.enforcement(), _ -> new ArrayList<>())
          .add(setting.rule().id());
    }
    return byEnforcement.entrySet().stream()
        .map(e -> inWords(e.getKey()) + ": " + String.join(", ", e.getValue()))
        .collect(Collectors.joining("; ", "judges by " + rules.size() + " rules. ", ""));
  }

  private static String inWords(Enforcement enforcement) {
    return switch (enforcement) {
      case ENFORCE -> "Enforce";
      case WARN -> "Warn";
      case AUDIT -> "Audit";
    };
  }

  private PolicyCondition formerly(String type, ImagePolicyStatus kept) {
    return kept.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseGet(() -> condition(type, Status.UNKNOWN, "AuditPending", "is being audited"));
  }

  private PolicyCondition condition(String type, Status status, String reason, String message) {
    return new PolicyCondition(
        type,
        status,
        reason,
        Ellipsis.cut(message, LONGEST_MESSAGE),
        generation,
        transitionTime(type, status));
  }

  private String transitionTime(String type, Status status) {
    List<PolicyCondition> conditions = former == null ? List.of() : former.conditions();
    return conditions.stream()
        .filter(c -> c.type().equals(type) && c.status() == status)
        .map(PolicyCondition::lastTransitionTime)
        .findFirst()
        .orElseGet(() -> inSeconds(now));
  }

  private String timeOf(PolicyAudit audit) {
    String shown = former == null ? null : former.lastAuditTime();
    boolean same = former != null && saysTheSame(former, audit);
    return same && shown != null && Instant.parse(shown).plus(STALE).isAfter(audit.at())
        ? shown
        : inSeconds(audit.at());
  }

  private boolean saysTheSame(ImagePolicyStatus status, PolicyAudit audit) {
    Counts counts = status.counts();
    Reclaimable reclaimable = status.reclaimable();
    return Objects.equals(status.observedGeneration(), generation)
        && counts != null
        && counts.equals(audit.counts())
        && reclaimable != null
        && reclaimable.bytes() == audit.reclaimable().count()
        && status.worstViolations().equals(audit.worst())
        && Objects.equals(status.fleet(), fleetOf(audit))
        && caughtUp(audit)
            .equals(
                status.conditions().stream()
                    .filter(c -> c.type().equals(PolicyCondition.CAUGHT_UP))
                    .findFirst());
  }

  private @Nullable FleetSummary fleetOf(PolicyAudit audit) {
    return audit.fleet() == null ? null : FleetStatus.of(audit.fleet(), megabits);
  }

  private static String inSeconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
