package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
  private static final Reference IMAGE = Reference.parse("registry.example.com/team/shop:1");
  private static final Map<String, String> WEB = Map.of("tier", "web");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PolicyIndex index = Policies.index(registry);

  @Test
  void findsThePoliciesOfTheNamespaceByName() {
    index.onAdd(Policies.policy("shop", "b", 1, "{profile: Baseline}"));
    index.onAdd(Policies.policy("shop", "a", 1, "{profile: Baseline}"));
    index.onAdd(Policies.policy("bank", "c", 1, "{profile: Baseline}"));

    assertThat(index.policiesFor("shop", WEB, IMAGE))
        .extracting(Policy::name)
        .containsExactly("shop/a", "shop/b");
    assertThat(index.policiesFor("elsewhere", WEB, IMAGE)).isEmpty();
  }

  @Test
  void leavesOutPoliciesAboutOtherImages() {
    index.onAdd(
        Policies.policy("{profile: Baseline, match: {images: [\"registry.example.com/team/*\"]}}"));

    assertThat(index.policiesFor("shop", WEB, IMAGE)).hasSize(1);
    assertThat(index.policiesFor("shop", WEB, Reference.parse("nginx"))).isEmpty();
  }

  @Test
  void leavesOutPoliciesAboutOtherPods() {
    index.onAdd(
        Policies.policy(
            "{profile: Baseline, match: {workloadSelector: {matchLabels: {tier: web}}}}"));

    assertThat(index.policiesFor("shop", WEB, IMAGE)).hasSize(1);
    assertThat(index.policiesFor("shop", Map.of(), IMAGE)).isEmpty();
  }

  @Test
  void judgesNothingInExcludedNamespaces() {
    index.onAdd(Policies.policy("kube-system", "any", 1, "{profile: Baseline}"));

    assertThat(index.policiesFor("kube-system", WEB, IMAGE)).isEmpty();
  }

  @Test
  void policyThatIsNotAcceptedJudgesNothingAndIsCounted() {
    index.onAdd(Policies.policy("shop", "right", 1, "{profile: Baseline}"));
    index.onAdd(Policies.policy("shop", "wrong", 1, "{knownBases: [\" \"], profile: Baseline}"));

    assertThat(index.policiesFor("shop", WEB, IMAGE))
        .extracting(Policy::name)
        .containsExactly("shop/right");
    assertThat(registry.get("plimsoll_policies").tag("accepted", "false").gauge().value()).isOne();
    assertThat(registry.get("plimsoll_policies").tag("accepted", "true").gauge().value()).isOne();
  }

  @Test
  void readsAPolicyOncePerGeneration() {
    ImagePolicy first =
        Policies.policy("shop", "load-line", 1, "{profile: Baseline, alreadyRunning: Refuse}");
    ImagePolicy again =
        Policies.policy("shop", "load-line", 1, "{profile: Baseline, alreadyRunning: Refuse}");
    AtomicInteger changes = new AtomicInteger();
    index.onChange(changes::incrementAndGet);
    index.onAdd(first);
    Policy read = only();

    index.onUpdate(first, again);

    assertThat(only()).isSameAs(read);
    assertThat(changes).hasValue(1);
  }

  @Test
  void readsANewGeneration() {
    ImagePolicy first = Policies.policy("shop", "load-line", 1, "{profile: Baseline}");
    ImagePolicy second = Policies.policy("shop", "load-line", 2, "{rules: {user: {rootUser: {}}}}");
    index.onAdd(first);

    index.onUpdate(first, second);

    assertThat(only().rules()).hasSize(1);
  }

  @Test
  void readsAPolicyThatCameAgainUnderItsName() {
    index.onAdd(Policies.policy("{profile: Baseline}"));
    ImagePolicy other = Policies.policy("{rules: {user: {rootUser: {}}}}");
    other.getMetadata().setUid("another");

    index.onAdd(other);

    assertThat(only().rules()).hasSize(1);
  }

  @Test
  void forgetsAPolicyThatWent() {
    ImagePolicy policy = Policies.policy("{profile: Baseline}");
    index.onAdd(policy);

    index.onDelete(policy, true);

    assertThat(index.policiesFor("shop", WEB, IMAGE)).isEmpty();
    assertThat(registry.get("plimsoll_policies").tag("accepted", "true").gauge().value()).isZero();
  }

  private Policy only() {
    List<Policy> policies = index.policiesFor("shop", WEB, IMAGE);
    assertThat(policies).hasSize(1);
    return policies.getFirst();
  }
}
