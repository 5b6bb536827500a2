package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.TakenRule;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.inspection.LoggedFaults;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.BaselineProgress;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.policy.PolicyName;
import dev.plimsoll.operator.running.Pullers;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Policies, what runs under them, and the baselines that are kept of it.
class KeptBaselines {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Duration PATIENCE = Duration.ofMinutes(10);
  static final Duration KEEP = Duration.ofDays(7);
  static final BaselineKey SHOP = new BaselineKey(false, "load-line", "shop");
  static final String ENFORCED = "{rules: {user: {rootUser: {}}}}";

  Instant now = START;
  final Namespaces namespaces = new Namespaces(_ -> null);
  final BaselineIndex baselines = new BaselineIndex();
  final PolicyIndex policies =
      new PolicyIndex(
          Set.of("kube-system"),
          namespaces,
          new ExemptionIndex(namespaces, "plimsoll-system"),
          baselines,
          new Metrics(new SimpleMeterRegistry()));
  final Map<String, RecordedBaseline> stored = new HashMap<>();
  final Set<Holding> holdings = new HashSet<>();
  final Map<String, Inspection> images = new HashMap<>();
  final Set<Holding> later = new HashSet<>();
  Measurements measurements = Measurements.ON_THE_SPOT;
  int version;
  BaselineKeeper keeper = keeper();

  BaselineKeeper keeper() {
    return new BaselineKeeper(
        policies,
        namespaces,
        baselines,
        new BaselineTaker(
            policies, this::look, new Evaluator(measurements).with(new LoggedFaults())),
        _ -> {
          Set<Holding> before = Set.copyOf(holdings);
          holdings.addAll(later);
          return before;
        },
        store(),
        new BaselineKeeper.Terms(PATIENCE, KEEP),
        () -> now);
  }

  Map<Reference, List<Inspection>> look(
      Map<Reference, Set<Policy>> asked, Pullers pullers, Deadline deadline) {
    Map<Reference, List<Inspection>> found = new HashMap<>();
    asked.keySet().forEach(image -> found.put(image, List.of(images.get(image.toString()))));
    return found;
  }

  BaselineStore store() {
    return new BaselineStore() {
      @Override
      public RecordedBaseline write(
          BaselineKey key, @Nullable RecordedBaseline former, BaselineSpec spec) {
        RecordedBaseline resource = new RecordedBaseline();
        resource.setMetadata(
            new ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.resourceName())
                .withUid(former == null ? "uid-" + ++version : former.getMetadata().getUid())
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

  BaselineProgress round() {
    return keeper.round(soon()).progresses().get(new PolicyName("shop", "load-line"));
  }

  static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }

  void runs(String namespace, String image, Inspection inspection) {
    holdings.add(holding(namespace, image, inspection));
  }

  Holding holding(String namespace, String image, Inspection inspection) {
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

  ImagePolicy policy(long generation, String spec) {
    ImagePolicy policy = Policies.policy("shop", "load-line", generation, spec);
    policies.onAdd(policy);
    return policy;
  }

  static ImagePolicyStatus taken() {
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

  void namespace(String name, Instant made) {
    namespaces.onAdd(namespaceOf(name, made));
  }

  static Namespace namespaceOf(String name, Instant made) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(made.toString())
        .endMetadata()
        .build();
  }

  void deleteAsAPerson(BaselineKey key) {
    RecordedBaseline gone = stored.remove(key.namespace() + "/" + key.resourceName());
    baselines.onDelete(gone, false);
  }

  Policy applied(String namespace) {
    return policies
        .policiesFor(namespace, Map.of(), Reference.parse("registry.example.com/app:1"))
        .getFirst();
  }

  BaselineSpec spec(BaselineKey key) {
    return stored.get(key.namespace() + "/" + key.resourceName()).getSpec();
  }

  List<String> images(BaselineKey key) {
    return spec(key).images().stream().map(ImageEntry::image).toList();
  }

  List<String> tolerated(BaselineKey key) {
    return spec(key).images().stream()
        .flatMap(image -> image.tolerated().stream())
        .map(BaselineSpec.Toleration::rule)
        .toList();
  }

  List<String> rules(BaselineKey key) {
    return spec(key).rules().stream().map(TakenRule::rule).toList();
  }

  Inspection root() {
    return image(1, "root");
  }

  Inspection big() {
    return image(600, "1000");
  }

  /// Each has a digest of its own.
  Inspection image(long mebibytes, String user) {
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
