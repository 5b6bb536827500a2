package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyAudits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AuditScheduleTest {
  private static final IndexedPolicy POLICY = Policies.indexed("{profile: Baseline}");

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean mayRun = new AtomicBoolean(true);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /// Once, unless the machine stood still between the first change and the last.
  @Test
  void runsAtTheStartAndOnceForChangesThatComeTogether() throws InterruptedException {
    try (AuditSchedule schedule = schedule(Duration.ofHours(1))) {
      schedule.start();
      await(() -> rounds.get() == 1);

      long first = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        schedule.poke();
      }
      Duration apart = Duration.ofNanos(System.nanoTime() - first);

      await(() -> rounds.get() >= 2);
      Thread.sleep(AuditSchedule.QUIET.plusMillis(500));
      assertThat(rounds.get()).isBetween(2, 2 + (int) apart.dividedBy(AuditSchedule.QUIET));
    }
  }

  @Test
  void runsOnItsPeriodThoughNothingChanged() throws InterruptedException {
    try (AuditSchedule schedule = schedule(Duration.ofMillis(100))) {
      schedule.start();
      await(() -> rounds.get() >= 3);
    }
  }

  @Test
  void doesNothingWhereItMayNotRun() throws InterruptedException {
    mayRun.set(false);
    try (AuditSchedule schedule = schedule(Duration.ofMillis(100))) {
      schedule.start();
      Thread.sleep(AuditSchedule.QUIET.plusMillis(500));
      assertThat(rounds).hasValue(0);

      mayRun.set(true);
      schedule.poke();
      await(() -> rounds.get() >= 1);
    }
  }

  @Test
  void goesOnAfterARoundThatFailed() throws InterruptedException {
    try (AuditSchedule schedule =
        new AuditSchedule(
            audit(),
            new AuditSchedule.Source(
                () -> true,
                () -> {
                  if (rounds.incrementAndGet() == 1) {
                    throw new IllegalStateException("broken");
                  }
                  return List.of(POLICY);
                },
                List::of,
                List::of),
            new PolicyAudits(),
            new Metrics(registry),
            Duration.ofHours(1),
            AuditSchedule.Outlets.NONE)) {
      schedule.start();
      await(() -> rounds.get() == 1);
      schedule.poke();
      await(() -> rounds.get() == 2);
    }
  }

  @Test
  void publishesWhatItFound() {
    try (AuditSchedule schedule = schedule(Duration.ofHours(1))) {
      schedule.round();
    }
    assertThat(registry.get("plimsoll_audit_timestamp_seconds").gauge().value()).isPositive();
  }

  /// A replica that lost the lease in mid-round must not speak over the new leader.
  @Test
  void publishesNothingOnceItMayNotRun() {
    mayRun.set(false);
    try (AuditSchedule schedule = schedule(Duration.ofHours(1))) {
      schedule.round();
    }
    assertThat(registry.find("plimsoll_audit_timestamp_seconds").gauge()).isNull();
  }

  private AuditSchedule schedule(Duration period) {
    return new AuditSchedule(
        audit(),
        new AuditSchedule.Source(
            mayRun::get,
            () -> {
              rounds.incrementAndGet();
              return List.of(POLICY);
            },
            List::of,
            List::of),
        new PolicyAudits(),
        new Metrics(registry),
        period,
        AuditSchedule.Outlets.NONE);
  }

  private static Audit audit() {
    return new Audit(
        (_, _, _) -> List.of(),
        new Owners((_, _) -> Optional.empty()),
        (_, _, _) -> Map.of(),
        new Evaluator(Measurements.ON_THE_SPOT),
        new TagMoves(),
        Clock.systemUTC());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
