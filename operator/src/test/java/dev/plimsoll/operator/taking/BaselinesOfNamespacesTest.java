package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.policy.BaselineProgress;
import dev.plimsoll.operator.policy.BaselineProgress.State;
import dev.plimsoll.operator.policy.PolicyName;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class BaselinesOfNamespacesTest extends KeptBaselines {
  @Test
  void sparesNothingInANamespaceYoungerThanTheClustersPolicy() {
    ClusterImagePolicy floor = cluster("{rules: {user: {rootUser: {}}}}");
    floor.setStatus(taken());
    policies.onAdd(floor);
    namespace("old", START.minusSeconds(60));
    namespace("new", START.plusSeconds(1));
    runs("old", "app:1", root());
    runs("new", "app:1", root());
    assertThat(applied("old").enforced()).isEmpty();
    assertThat(applied("new").enforced()).containsExactly("root-user");

    keeper.round(soon());

    assertThat(images(new BaselineKey(true, "floor", "old"))).hasSize(1);
    assertThat(images(new BaselineKey(true, "floor", "new"))).isEmpty();
    assertThat(stored).doesNotContainKey("kube-system/clusterimagepolicy-floor");
  }

  /// What ran in a namespace before somebody labelled it is no newcomer.
  @Test
  void takesWhatRunsInAYoungerNamespaceThatAPolicyChoseOnlyLater() {
    ClusterImagePolicy floor =
        cluster("{namespaceSelector: {matchLabels: {line: held}}, rules: {user: {rootUser: {}}}}");
    floor.setStatus(taken());
    policies.onAdd(floor);
    Namespace shop = namespaceOf("shop", START.plusSeconds(1));
    namespaces.onAdd(shop);
    runs("shop", "app:1", root());

    namespaces.onUpdate(
        shop, shop.edit().editMetadata().addToLabels("line", "held").endMetadata().build());
    assertThat(applied("shop").enforced()).isEmpty();
    keeper.round(soon());

    assertThat(images(new BaselineKey(true, "floor", "shop"))).hasSize(1);
    assertThat(applied("shop").baseline()).isNotNull();
  }

  @Test
  void refusesAtOnceInAYoungerNamespaceThatAPolicyChoseFromItsFirstMoment() {
    ClusterImagePolicy floor =
        cluster("{namespaceSelector: {matchLabels: {line: held}}, rules: {user: {rootUser: {}}}}");
    floor.setStatus(taken());
    policies.onAdd(floor);
    Namespace shop = namespaceOf("shop", START.plusSeconds(1));
    namespaces.onAdd(shop.edit().editMetadata().addToLabels("line", "held").endMetadata().build());

    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  /// Nothing can be written into it any more, and the API server deletes what is there.
  @Test
  void leavesANamespaceAloneThatIsBeingDeleted() {
    policies.onAdd(cluster("{rules: {user: {rootUser: {}}}}"));
    Namespace gone = namespaceOf("gone", START);
    namespaces.onAdd(gone);
    keeper.round(soon());
    namespaces.onUpdate(
        gone,
        gone.edit().editMetadata().withDeletionTimestamp(START.toString()).endMetadata().build());
    deleteAsAPerson(new BaselineKey(true, "floor", "gone"));

    BaselineProgress progress = keeper.round(soon()).progresses().get(new PolicyName("", "floor"));

    assertThat(progress.state()).isEqualTo(State.TAKEN);
    assertThat(stored).isEmpty();
  }

  @Test
  void saysWhichNamespacesAreMissing() {
    policies.onAdd(cluster("{rules: {user: {rootUser: {}}}}"));
    namespace("a", START);
    namespace("b", START);
    runs("a", "app:1", new Uninspectable(new Unknown(Cause.UNREACHABLE, "no answer"), null));

    BaselineProgress progress = keeper.round(soon()).progresses().get(new PolicyName("", "floor"));

    assertThat(progress.state()).isEqualTo(State.PENDING);
    assertThat(progress.message()).startsWith("only warns in a until");
    assertThat(applied("b").enforced()).containsExactly("root-user");
  }

  private static ClusterImagePolicy cluster(String spec) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ClusterImagePolicy
            metadata: {name: floor, uid: uid-of-floor, generation: 1}
            spec: %s
            """
                .formatted(spec),
            ClusterImagePolicy.class);
  }
}
