package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PolicyWatchTest {
  static KubernetesClient client;

  @Test
  void keepsTheIndexAsTheApiServerHasIt() throws InterruptedException {
    ImagePolicy policy = Policies.policy("{profile: Baseline}");
    client.resource(policy).create();
    PolicyIndex index = Policies.index();
    assertThat(index.isComplete()).isFalse();

    try (PolicyWatch watch = watch(index)) {
      watch.start();
      await(() -> index.isComplete() && count(index) == 1);

      client.resource(Policies.policy("shop", "second", 1, "{profile: Baseline}")).create();
      await(() -> count(index) == 2);

      client.resource(policy).delete();
      await(() -> count(index) == 1);
    }
  }

  private static PolicyWatch watch(PolicyIndex index) {
    Namespaces namespaces = new Namespaces(_ -> null);
    return new PolicyWatch(
        client,
        index,
        new ExemptionIndex(namespaces, "plimsoll-system"),
        new BaselineIndex(),
        namespaces);
  }

  private static int count(PolicyIndex index) {
    return index.policiesFor("shop", Map.of(), Reference.parse("nginx")).size();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
