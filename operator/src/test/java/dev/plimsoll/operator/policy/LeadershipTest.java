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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
  static KubernetesClient client;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger gains = new AtomicInteger();
  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicReference<Double> shown = new AtomicReference<>(-1.0);

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

  private static void fail() {
    throw new IllegalStateException("a listener that fails keeps nobody from running again");
  }

  /// The operator SDK's election ends for good when a lease is lost; ours runs for it again.
  @Test
  void isRegainedAfterItWasLost() throws InterruptedException {
    try (Leadership leadership = leadership("losing", "first", Duration.ofSeconds(3))) {
      leadership.onGain(LeadershipTest::fail);
      leadership.onLoss(LeadershipTest::fail);
      leadership.onGain(gains::incrementAndGet);
      leadership.onLoss(losses::incrementAndGet);
      leadership.onGain(() -> shown.set(registry.get("plimsoll_leader").gauge().value()));
      leadership.onLoss(() -> shown.set(registry.get("plimsoll_leader").gauge().value()));
      leadership.start();
      await(() -> shown.get() == 1);

      await(() -> isTaken("losing"));

      await(() -> shown.get() == 0);
      // Each turn is told of once; on a machine that stood still there were more of them.
      await(() -> gains.get() >= 2 && losses.get() == gains.get() - 1 && leadership.isHeld());
    }
  }

  @Test
  void tellsWhoComesLaterThatItIsHeld() throws InterruptedException {
    try (Leadership leadership = leadership("late", "first", Duration.ofMinutes(5))) {
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
