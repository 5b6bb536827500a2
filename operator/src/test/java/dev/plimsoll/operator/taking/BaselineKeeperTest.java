package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.TakenRule;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.audit.Pullers;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.BaselineProgress;
import dev.plimsoll.operator.policy.BaselineProgress.State;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.Measurements;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When baselines are taken, kept, shortened and ended.
class BaselineKeeperTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration KEEP = Duration.ofDays(7);
  private static final BaselineKey SHOP = new BaselineKey(false, "load-line", "shop");
  private static final String ENFORCED = "{rules: {user: {rootUser: {}}}}";

  private Instant now = START;
  private final Namespaces namespaces = new Namespaces(_ -> null);
  private final BaselineIndex baselines = new BaselineIndex();
  private final PolicyIndex policies =
      new PolicyIndex(
          Set.of("kube-system"),
          namespaces,
          new ExemptionIndex(namespaces, "plimsoll-system"),
          baselines,
          new Metrics(new SimpleMeterRegistry()));
  private final Map<String, RecordedBaseline> stored = new HashMap<>();
  private final Set<Holding> holdings = new HashSet<>();
  private final Map<String, Inspection> images = new HashMap<>();
  private final Set<Holding> later = new HashSet<>();
  private int version;
  private BaselineKeeper keeper = keeper();

  @Test
  void takesWhatRunsBeforeTheRuleRefuses() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    assertThat(applied("shop").enforced()).as("before").isEmpty();

    assertThat(round().state()).isEqualTo(State.TAKEN);

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
    assertThat(applied("shop").enforced()).containsExactly("root-user");
    assertThat(applied("shop").baseline()).isNotNull();
  }

  @Test
  void takesNothingWhereThePolicyRefusesOrSparesNothing() {
    runs("shop", "app:1", root());
    policy(1, "{enforcement: Audit, rules: {user: {rootUser: {}}}}");
    assertThat(round().state()).isEqualTo(State.NOT_NEEDED);

    policy(2, "{alreadyRunning: Refuse, rules: {user: {rootUser: {}}}}");
    assertThat(round().state()).isEqualTo(State.NOT_NEEDED);

    assertThat(stored).isEmpty();
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  @Test
  void waitsForAnImageThatIsBeingReadAndThenTakesItAsItIs() {
    runs("shop", "app:1", new Uninspectable(new Unknown(Cause.SCAN_PENDING, "wait"), null));
    policy(1, ENFORCED);

    assertThat(round().message())
        .isEqualTo(
            "only warns in shop until what runs there is recorded: reading"
                + " registry.example.com/app:1");
    assertThat(applied("shop").enforced()).isEmpty();

    now = START.plus(PATIENCE);
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(tolerated(SHOP)).contains("*");
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  @Test
  void listsAgainWhatCameWhileItRead() {
    runs("shop", "app:1", root());
    later.add(holding("shop", "app:2", root()));
    policy(1, ENFORCED);

    assertThat(round().message()).endsWith("more was started just now");
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(images(SHOP))
        .containsExactlyInAnyOrder("registry.example.com/app:1", "registry.example.com/app:2");
  }

  @Test
  void doesNotAddWhatSlippedInLater() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();

    runs("shop", "slipped:1", root());
    now = START.plusSeconds(3600);
    keeper = keeper();
    round();

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
  }

  @Test
  void takesARuleThatBeginsToRefuseLaterAndLeavesTheOthersAlone() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    runs("shop", "big:1", big());
    policy(2, "{rules: {user: {rootUser: {}}, size: {pullSize: {max: 1Mi}}}}");
    assertThat(applied("shop").enforced()).containsExactly("root-user");

    round();

    assertThat(applied("shop").enforced()).containsExactly("pull-size", "root-user");
    assertThat(rules(SHOP)).containsExactly("root-user", "pull-size");
    assertThat(entry(SHOP, "registry.example.com/big:1").tolerated())
        .singleElement()
        .matches(toleration -> toleration.rule().equals("pull-size"));
  }

  @Test
  void forgetsARuleThatNoLongerRefusesAndTakesItAnew() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    policy(2, "{enforcement: Warn, rules: {user: {rootUser: {}}}}");
    round();
    assertThat(stored).isEmpty();

    runs("shop", "since:1", root());
    policy(3, ENFORCED);
    round();

    assertThat(images(SHOP)).hasSize(2);
  }

  @Test
  void standsForAPolicyThatIsDeletedAndAppliedAgain() {
    runs("shop", "app:1", root());
    ImagePolicy policy = policy(1, ENFORCED);
    round();
    policies.onDelete(policy, false);
    keeper.round(soon());
    assertThat(spec(SHOP).policyGoneSince()).isEqualTo("2026-11-21T10:00:00Z");

    runs("shop", "since:1", root());
    now = START.plus(KEEP).minusSeconds(1);
    policy(7, ENFORCED);
    round();

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
    assertThat(spec(SHOP).policyGoneSince()).isNull();
  }

  @Test
  void goesWhenItsPolicyStaysAway() {
    runs("shop", "app:1", root());
    ImagePolicy policy = policy(1, ENFORCED);
    round();
    policies.onDelete(policy, false);
    keeper.round(soon());

    now = START.plus(KEEP);
    keeper.round(soon());

    assertThat(stored).isEmpty();
  }

  @Test
  void toleratesNothingOnceSomebodyDeletedIt() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();

    deleteAsAPerson(SHOP);
    assertThat(round().message()).isEqualTo("nothing is tolerated: the Baseline was deleted");

    assertThat(spec(SHOP).ended()).isNotNull();
    assertThat(images(SHOP)).isEmpty();
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  /// No operator saw the deletion; the policy's own condition tells of it.
  @Test
  void toleratesNothingOnceItWasDeletedWhileNoOperatorRan() {
    runs("shop", "app:1", root());
    ImagePolicy policy = Policies.policy("shop", "load-line", 1, ENFORCED);
    policy.setStatus(taken());
    policies.onAdd(policy);

    round();

    assertThat(spec(SHOP).ended()).isNotNull();
  }

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
  void doesNotTakeWhatAnotherLeaderDeletedForAPersonsWish() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    deleteAsAPerson(SHOP);

    keeper.begin();
    round();

    assertThat(images(SHOP)).hasSize(1);
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

  private BaselineKeeper keeper() {
    return new BaselineKeeper(
        policies,
        namespaces,
        baselines,
        new BaselineTaker(policies, this::look, new Evaluator(Measurements.ON_THE_SPOT)),
        _ -> {
          Set<Holding> before = Set.copyOf(holdings);
          holdings.addAll(later);
          return before;
        },
        store(),
        new BaselineKeeper.Terms(PATIENCE, KEEP),
        () -> now);
  }

  private Map<Reference, List<Inspection>> look(
      Map<Reference, Set<Policy>> asked, Pullers pullers, Deadline deadline) {
    Map<Reference, List<Inspection>> found = new HashMap<>();
    asked.keySet().forEach(image -> found.put(image, List.of(images.get(image.toString()))));
    return found;
  }

  private BaselineStore store() {
    return new BaselineStore() {
      @Override
      public RecordedBaseline write(
          BaselineKey key, @Nullable RecordedBaseline former, BaselineSpec spec) {
        RecordedBaseline resource = new RecordedBaseline();
        resource.setMetadata(
            new ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.resourceName())
                .withUid("uid")
                .withResourceVersion(String.valueOf(++version))
                .build());
        resource.setSpec(spec);
        stored.put(key.namespace() + "/" + key.resourceName(), resource);
        return resource;
      }

      @Override
      public void delete(RecordedBaseline resource) {
        BaselineKey key = BaselineKey.of(resource);
        stored.remove(key.namespace() + "/" + key.resourceName());
      }
    };
  }

  private BaselineProgress round() {
    return keeper.round(soon()).progresses().get(new PolicyName("shop", "load-line"));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }

  private void runs(String namespace, String image, Inspection inspection) {
    holdings.add(holding(namespace, image, inspection));
  }

  private Holding holding(String namespace, String image, Inspection inspection) {
    Reference named = Reference.parse("registry.example.com/" + image);
    images.put(named.toString(), inspection);
    return new Holding(
        namespace,
        Map.of(),
        PullAccess.UNSTATED,
        named,
        false,
        new ContainerContext("app", null).of(named));
  }

  private ImagePolicy policy(long generation, String spec) {
    ImagePolicy policy = Policies.policy("shop", "load-line", generation, spec);
    policies.onAdd(policy);
    return policy;
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

  private static ImagePolicyStatus taken() {
    return new ImagePolicyStatus(
        1L,
        List.of(
            new PolicyCondition(
                PolicyCondition.BASELINE_TAKEN,
                PolicyCondition.Status.TRUE,
                "Recorded",
                "",
                1,
                START.toString())),
        null,
        null,
        List.of(),
        null,
        null);
  }

  private void namespace(String name, Instant made) {
    namespaces.onAdd(namespaceOf(name, made));
  }

  private static Namespace namespaceOf(String name, Instant made) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(made.toString())
        .endMetadata()
        .build();
  }

  private void deleteAsAPerson(BaselineKey key) {
    RecordedBaseline gone = stored.remove(key.namespace() + "/" + key.resourceName());
    baselines.onDelete(gone, false);
  }

  private Policy applied(String namespace) {
    return policies
        .policiesFor(namespace, Map.of(), Reference.parse("registry.example.com/app:1"))
        .getFirst();
  }

  private BaselineSpec spec(BaselineKey key) {
    return stored.get(key.namespace() + "/" + key.resourceName()).getSpec();
  }

  private List<String> images(BaselineKey key) {
    return spec(key).images().stream().map(ImageEntry::image).toList();
  }

  private List<String> tolerated(BaselineKey key) {
    return spec(key).images().stream()
        .flatMap(image -> image.tolerated().stream())
        .map(BaselineSpec.Toleration::rule)
        .toList();
  }

  private List<String> rules(BaselineKey key) {
    return spec(key).rules().stream().map(TakenRule::rule).toList();
  }

  private ImageEntry entry(BaselineKey key, String image) {
    return spec(key).images().stream()
        .filter(e -> e.image().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private Inspection root() {
    return image(1, "root");
  }

  private Inspection big() {
    return image(600, "1000");
  }

  /// Each has a digest of its own.
  private Inspection image(long mebibytes, String user) {
    Facts facts = FactsBuilder.image().layer(mebibytes, "COPY").user(user).facts();
    return new Inspected(
        new Facts(
            new Digest("sha256", "%064x".formatted(++version)),
            facts.config(),
            facts.annotations(),
            facts.layers(),
            facts.base(),
            facts.files().orElse(null)));
  }
}
