package dev.plimsoll.operator.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PodWatchTest {
  static KubernetesClient client;

  private final AtomicInteger changes = new AtomicInteger();

  @Test
  void knowsWhatRunsAndTellsWhenThatChanges() throws InterruptedException {
    Pod pod = Pods.pod("shop", "web-1", "StatefulSet/web", "nginx:1", Pods.DIGEST);
    client.resource(pod).create();
    try (PodWatch watch = new PodWatch(client)) {
      watch.onChange(changes::incrementAndGet);
      assertThat(watch.isSynced()).isFalse();
      watch.start();
      await(() -> watch.isSynced() && watch.pods().size() == 1 && changes.get() == 1);

      client.resource(Pods.runningAs(pod, 0)).update();
      await(() -> changes.get() == 2);
      assertThat(watch.pods().iterator().next().containers().getFirst().context().runAsUser())
          .isZero();

      client.resource(pod).delete();
      await(() -> watch.pods().isEmpty() && changes.get() == 3);
    }
  }

  @Test
  void updateThatChangesNothingJudgedIsNoChange() {
    Pod pod = Pods.pod("shop", "web-1", "StatefulSet/web", "nginx:1", Pods.DIGEST);
    PodWatch watch = new PodWatch(client);
    watch.onChange(changes::incrementAndGet);
    watch.onAdd(pod);

    watch.onUpdate(
        pod,
        new PodBuilder(pod)
            .editStatus()
            .addNewCondition()
            .withType("Ready")
            .endCondition()
            .endStatus()
            .build());

    assertThat(changes).hasValue(1);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
