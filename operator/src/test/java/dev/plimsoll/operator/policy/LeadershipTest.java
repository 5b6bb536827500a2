package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.metrics.Metrics;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
  static KubernetesClient client;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger gains = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();

  @Test
  void isHeldByOneAndPassesOnAtOnceWhenGivenUp() throws InterruptedException {
    try (Leadership second = leadership("passing", "second", Duration.ofMinutes(5))) {
      try (Leadership first = leadership("passing", "first", Duration.ofMinutes(5))) {
        first.start();
        await(first::isHeld);
        second.start();
        Thread.sleep(1000);
        assertThat(second.isHeld()).isFalse();
      }
      await(second::isHeld);
    }
  }

  /// The operator SDK's election ends for good when a lease is lost; ours runs for it again.
  @Test
  void isRegainedAfterItWasLost() throws InterruptedException {
    try (Leadership leadership = leadership("losing", "first", Duration.ofSeconds(3))) {
      leadership.onGain(gains::incrementAndGet);
      leadership.onLoss(losses::incrementAndGet);
      leadership.start();
      await(leadership::isHeld);
      assertThat(registry.get("plimsoll_leader").gauge().value()).isOne();

      await(() -> isTaken("losing"));

      await(() -> losses.get() == 1);
      assertThat(registry.get("plimsoll_leader").gauge().value()).isZero();
      await(() -> gains.get() == 2 && leadership.isHeld());
    }
  }

  @Test
  void tellsWhoComesLaterThatItIsHeld() throws InterruptedException {
    try (Leadership leadership = leadership("late", "first", Duration.ofSeconds(3))) {
      leadership.start();
      await(leadership::isHeld);

      leadership.onGain(gains::incrementAndGet);

      assertThat(gains).hasValue(1);
    }
  }

  /// Whether another took the lease: not where the leader renewed it in the same moment.
  private boolean isTaken(String namespace) {
    try {
      client
          .leases()
          .inNamespace(namespace)
          .withName(Leadership.LEASE)
          .edit(
              (Lease lease) -> {
                lease.getSpec().setHolderIdentity("another");
                return lease;
              });
      return true;
    } catch (KubernetesClientException conflict) {
      return false;
    }
  }

  private Leadership leadership(String namespace, String identity, Duration lease) {
    return new Leadership(
        client,
        new Leadership.Terms(
            namespace, identity, lease, lease.minusSeconds(1), Duration.ofMillis(200)),
        new Metrics(registry));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
