package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.fleet.Fleet.OfBase;
import dev.plimsoll.fleet.Fleet.OfNamespace;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.bytes.StoredBytes;
import dev.plimsoll.operator.fleet.FleetWeight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final String RIGHT = "{profile: Baseline, enforcement: Warn}";

  @Test
  void saysWhatThePolicyJudgesBy() {
    ImagePolicyStatus status = status(Policies.policy(RIGHT), null, NOW);

    assertThat(condition(status, "Accepted"))
        .satisfies(
            accepted -> {
              assertThat(accepted.status()).isEqualTo(PolicyCondition.Status.TRUE);
              assertThat(accepted.message())
                  .startsWith("judges by ")
                  .contains(" rules. Warn: ", "root-user, ", "non-slim-base, ");
            });
    assertThat(condition(status, "Ready").status()).isEqualTo(PolicyCondition.Status.UNKNOWN);
    assertThat(status.counts()).isNull();
  }

  @Test
  void listsAllThatIsWrong() {
    ImagePolicyStatus status =
        status(
            Policies.policy("{knownBases: [\" \"], rules: {size: {pullSize: {max: 3MB}}}}"),
            audit(1, 3, NOW),
            NOW);

    PolicyCondition accepted = condition(status, "Accepted");
    assertThat(accepted.status()).isEqualTo(PolicyCondition.Status.FALSE);
    assertThat(accepted.message())
        .contains("spec.knownBases[0]: ")
        .contains("spec.rules.size.pullSize.max: ");
    assertThat(condition(status, "Ready").status()).isEqualTo(PolicyCondition.Status.FALSE);
    assertThat(status.counts()).isNull();
  }

  @Test
  void policyInAnExcludedNamespaceIsNotInForce() {
    ImagePolicy policy = Policies.policy(RIGHT);
    ImagePolicyStatus status =
        PolicyStatus.excluded(policy, IndexedPolicy.of(policy).acceptance(), NOW);

    assertThat(condition(status, "Accepted").status()).isEqualTo(PolicyCondition.Status.TRUE);
    assertThat(condition(status, "Ready").reason()).isEqualTo("NamespaceExcluded");
  }

  @Test
  void showsWhatTheAuditFound() {
    ImagePolicyStatus status = status(Policies.policy(RIGHT), audit(1, 3, NOW), NOW);

    assertThat(condition(status, "Ready").status()).isEqualTo(PolicyCondition.Status.TRUE);
    assertThat(status.counts()).isEqualTo(new Counts(4, 1, 3, 0));
    assertThat(status.reclaimable())
        .isEqualTo(new ImagePolicyStatus.Reclaimable("12.0Mi", 12L << 20));
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.lastAuditTime()).isEqualTo("2026-11-21T10:00:00Z");
  }

  @Test
  void auditOfAnEarlierGenerationIsNone() {
    ImagePolicy second = Policies.policy("shop", "load-line", 2, RIGHT);
    second.setStatus(status(Policies.policy(RIGHT), audit(1, 3, NOW), NOW));

    ImagePolicyStatus status = status(second, audit(1, 3, NOW), NOW);

    assertThat(status.counts()).isNull();
    assertThat(condition(status, "Ready").reason()).isEqualTo("AuditPending");
  }

  @Test
  void whatAnEarlierLeaderFoundStands() {
    ImagePolicy policy = Policies.policy(RIGHT);
    policy.setStatus(status(policy, audit(1, 3, NOW), NOW));

    assertThat(status(policy, null, NOW.plus(Duration.ofDays(1)))).isEqualTo(policy.getStatus());
  }

  @Test
  void nothingMovesByItself() {
    ImagePolicy policy = Policies.policy(RIGHT);
    policy.setStatus(status(policy, audit(1, 3, NOW), NOW));
    Instant later = NOW.plus(Duration.ofMinutes(59));

    assertThat(status(policy, audit(1, 3, later), later)).isEqualTo(policy.getStatus());
  }

  @Test
  void auditThatFoundTheSameShowsAfterAnHour() {
    ImagePolicy policy = Policies.policy(RIGHT);
    policy.setStatus(status(policy, audit(1, 3, NOW), NOW));
    Instant later = NOW.plus(Duration.ofMinutes(61));

    ImagePolicyStatus status = status(policy, audit(1, 3, later), later);

    assertThat(status.lastAuditTime()).isEqualTo("2026-11-21T11:01:00Z");
    assertThat(status.conditions()).isEqualTo(policy.getStatus().conditions());
  }

  @Test
  void auditThatFoundAnotherCountShowsAtOnce() {
    ImagePolicy policy = Policies.policy(RIGHT);
    policy.setStatus(status(policy, audit(1, 3, NOW), NOW));
    Instant later = NOW.plus(Duration.ofMinutes(1));

    ImagePolicyStatus status = status(policy, audit(1, 2, later), later);

    assertThat(status.counts()).isEqualTo(new Counts(3, 1, 2, 0));
    assertThat(status.lastAuditTime()).isEqualTo("2026-11-21T10:01:00Z");
  }

  @Test
  void conditionKeepsItsTimeUntilItTurns() {
    ImagePolicy policy = Policies.policy(RIGHT);
    policy.setStatus(status(policy, null, NOW));
    Instant later = NOW.plus(Duration.ofMinutes(1));

    ImagePolicyStatus status = status(policy, audit(1, 0, later), later);

    assertThat(condition(status, "Accepted").lastTransitionTime())
        .isEqualTo("2026-11-21T10:00:00Z");
    assertThat(condition(status, "Ready").lastTransitionTime()).isEqualTo("2026-11-21T10:01:00Z");
  }

  /// Every list full, every text as long as it may be, in letters that take three bytes.
  @Test
  void staysUnder64KiBWhateverTheFleet() {
    String wordy = "語".repeat(9_000);
    WorstViolation worst =
        new WorstViolation(
            "n".repeat(63),
            "Deployment/" + "w".repeat(300),
            "c".repeat(63),
            "r".repeat(500),
            "d".repeat(140),
            "compiler",
            "a".repeat(100),
            "l".repeat(20),
            3,
            null,
            null,
            "f".repeat(20),
            null);
    assertThat(20 * StoredBytes.of(worst)).as("as the audit lists them").isGreaterThan(24 * 1024);
    List<OfBase> bases = new ArrayList<>();
    List<OfNamespace> namespaces = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      bases.add(new OfBase(i + wordy, 10_000, 100, Bytes.ofMebi(1 << 20)));
      namespaces.add(
          new OfNamespace("n".repeat(63), 10_000, Bytes.ofMebi(1 << 20), Bytes.ofMebi(1 << 20)));
    }
    Bytes many = Bytes.ofMebi(1 << 20);
    Fleet fleet =
        new Fleet(
            100_000,
            1_000_000,
            many,
            many,
            many,
            5_000,
            many,
            bases,
            namespaces,
            new Fleet.Consolidation(wordy, 10_000, many));
    PolicyAudit audit =
        new PolicyAudit(
                1,
                new Counts(1 << 30, 1 << 30, 1 << 30, 1 << 30),
                many,
                Collections.nCopies(18, worst),
                true,
                NOW)
            .weighing(new FleetWeight(fleet, 1 << 30))
            .with(Collections.nCopies(10_000, "n".repeat(63) + "/Deployment/" + "w".repeat(253)));
    ImagePolicy policy = Policies.policy("{profile: Strict}");

    ImagePolicyStatus status =
        PolicyStatus.of(
            policy,
            IndexedPolicy.of(policy).acceptance(),
            audit,
            new BaselineProgress(1, BaselineProgress.State.PENDING, "b".repeat(20_000)),
            NOW);

    assertThat(status.fleet().bases()).hasSize(10);
    assertThat(StoredBytes.of(status)).isBetween(50 * 1024, 64 * 1024);
  }

  private static PolicyAudit audit(long generation, int violating, Instant at) {
    return new PolicyAudit(
        generation,
        new Counts(violating + 1, 1, violating, 0),
        Bytes.ofMebi(12),
        List.of(),
        false,
        at);
  }

  private static ImagePolicyStatus status(
      ImagePolicy policy, @Nullable PolicyAudit audit, Instant now) {
    return PolicyStatus.of(policy, IndexedPolicy.of(policy).acceptance(), audit, null, now);
  }

  private static PolicyCondition condition(ImagePolicyStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
