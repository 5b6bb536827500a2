package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex.Place;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The policies of the cluster, each read once per generation and kept by namespace.
///
/// Fed by informers; answers from memory, but for a namespace made a second ago. A policy that is
/// not accepted judges nothing.
public final class PolicyIndex
    implements PolicyLookup,
        ResourceEventHandler<CustomResource<? extends PolicySpec, ImagePolicyStatus>> {
  private static final String CLUSTER = "";

  private final ConcurrentMap<String, List<IndexedPolicy>> byNamespace = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> excluded;
  private final Namespaces namespaces;
  private final ExemptionIndex exemptions;
  private final BaselineIndex baselines;
  private final Metrics metrics;
  private volatile BooleanSupplier complete = () -> false;

  /// In `excluded` namespaces nothing is judged, whatever policies are about them.
  public PolicyIndex(
      Set<String> excluded,
      Namespaces namespaces,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      Metrics metrics) {
    this.excluded = Set.copyOf(excluded);
    this.namespaces = namespaces;
    this.exemptions = exemptions;
    this.baselines = baselines;
    this.metrics = metrics;
  }

  /// Those of the cluster and then those of the namespace that select the Pod and match the image,
  /// by name.
  @Override
  public List<Policy> policiesFor(
      String namespace, Map<String, String> podLabels, Reference image) {
    return applying(namespace, podLabels, image).stream().map(Applied::policy).toList();
  }

  /// Where a Pod is; without the labels of the namespace where nobody can tell them now.
  @Override
  public Placement placementOf(String namespace, Map<String, String> podLabels) {
    return new Placement(
        namespace, namespaces.labelsOf(namespace).orElse(null), Map.of("labels", podLabels));
  }

  /// The policies for an image, each with the one that it comes from.
  public List<Applied> applying(String namespace, Map<String, String> podLabels, Reference image) {
    if (isExcluded(namespace)) {
      return List.of();
    }
    Place place = new Place(namespace, podLabels, image);
    return Stream.concat(in(CLUSTER).stream(), in(namespace).stream())
        .filter(indexed -> indexed.covers(podLabels, image))
        .flatMap(indexed -> applied(indexed, place).stream())
        .toList();
  }

  private Optional<Applied> applied(IndexedPolicy indexed, Place place) {
    return indexed
        .policy()
        .flatMap(policy -> meant(indexed, policy, place))
        .map(policy -> sparing(indexed, place.namespace(), policy))
        .map(policy -> new Applied(indexed, policy));
  }

  /// The policy with the exemptions that it honours, where it is about the namespace.
  private Optional<Policy> meant(IndexedPolicy indexed, Policy policy, Place place) {
    Optional<ClusterImagePolicySpec> cluster = indexed.forCluster();
    if (cluster.isEmpty()) {
      return Optional.of(policy.under(exemptions.inNamespace(place)));
    }
    Optional<Map<String, String>> labels =
        cluster.get().namespaceSelector() == null
            ? Optional.of(Map.of())
            : namespaces.labelsOf(place.namespace());
    if (labels.isEmpty()) {
      return Optional.of(policy.inDoubt(noLabels(place.namespace())));
    }
    return Optional.of(policy)
        .filter(_ -> cluster.get().selectsNamespace(labels.get()))
        .map(p -> p.under(exemptions.forCluster(cluster.get().exemptions(), place)));
  }

  /// The policy as it acts on what ran before it refused: it tolerates what is recorded, and a rule
  /// for which nothing has been recorded yet only warns.
  private Policy sparing(IndexedPolicy indexed, String namespace, Policy policy) {
    if (!indexed.toleratesWhatRan() || policy.enforced().isEmpty()) {
      return policy;
    }
    Baseline baseline =
        baselines.of(indexed.baselineIn(namespace)).map(BaselineIndex.Held::baseline).orElse(null);
    if (baseline != null) {
      return policy
          .tolerating(baseline.until(indexed.toleratesUntil()))
          .refusingOnly(baseline::covers);
    }
    return indexed.isOlderThan(namespace, namespaces) ? policy : policy.refusingOnly(_ -> false);
  }

  /// Whether a policy is about a namespace, where that can be told now.
  public boolean isAbout(IndexedPolicy indexed, String namespace) {
    if (isExcluded(namespace) || indexed.policy().isEmpty()) {
      return false;
    }
    return indexed
        .forCluster()
        .map(
            cluster ->
                cluster.namespaceSelector() == null
                    || namespaces.labelsOf(namespace).filter(cluster::selectsNamespace).isPresent())
        .orElse(indexed.namespace().equals(namespace));
  }

  private static Unknown noLabels(String namespace) {
    return new Unknown(
        Cause.UNREACHABLE,
        "the API server did not say which labels namespace %s has; try again".formatted(namespace));
  }

  /// All policies that judge, those included that are not accepted.
  public List<IndexedPolicy> judging() {
    return all().filter(policy -> !isExcluded(policy.namespace())).toList();
  }

  /// Whether nothing is judged in this namespace.
  boolean isExcluded(String namespace) {
    return excluded.contains(namespace);
  }

  /// All policies there are.
  public Stream<IndexedPolicy> all() {
    return byNamespace.values().stream().flatMap(List::stream);
  }

  /// The policy of this name as it was last read.
  Optional<IndexedPolicy> named(PolicyName name) {
    return in(name.namespace()).stream().filter(policy -> policy.called().equals(name)).findFirst();
  }

  /// Whether all policies that the API server has are here.
  public boolean isComplete() {
    return complete.getAsBoolean();
  }

  void completeWhen(BooleanSupplier isComplete) {
    complete = isComplete;
  }

  /// Has `listener` run whenever a policy came, went or changed.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void onAdd(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    put(resource);
  }

  @Override
  public void onUpdate(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> former,
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    put(resource);
  }

  @Override
  public void onDelete(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource, boolean finalStateUnknown) {
    replace(PolicyName.of(resource), null);
  }

  /// What is written into a policy's status comes by here too, and changes nothing.
  private void put(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    PolicyName name = PolicyName.of(resource);
    if (named(name).filter(policy -> policy.isReadFrom(resource)).isEmpty()) {
      replace(name, IndexedPolicy.of(resource));
    }
  }

  private List<IndexedPolicy> in(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  private void replace(PolicyName name, @Nullable IndexedPolicy by) {
    byNamespace.compute(
        name.namespace(),
        (_, policies) -> {
          Stream<IndexedPolicy> others =
              (policies == null ? List.<IndexedPolicy>of() : policies)
                  .stream().filter(policy -> !policy.called().equals(name));
          List<IndexedPolicy> now =
              Stream.concat(others, Stream.ofNullable(by))
                  .sorted(Comparator.comparing(IndexedPolicy::name))
                  .toList();
          return now.isEmpty() ? null : now;
        });
    int accepted = (int) all().filter(policy -> policy.policy().isPresent()).count();
    metrics.policies(accepted, (int) all().count() - accepted);
    listeners.forEach(Runnable::run);
  }
}
