package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.operator.admission.Policies;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
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
/// Fed by an informer; answers from memory alone. A policy that is not accepted judges nothing.
public final class PolicyIndex implements Policies, ResourceEventHandler<ImagePolicy> {
  private final ConcurrentMap<String, List<IndexedPolicy>> byNamespace = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> excluded;
  private final Metrics metrics;
  private volatile BooleanSupplier complete = () -> false;

  public PolicyIndex(Metrics metrics) {
    this(Set.of(), metrics);
  }

  /// In `excluded` namespaces nothing is judged, whatever policies are in them.
  PolicyIndex(Set<String> excluded, Metrics metrics) {
    this.excluded = Set.copyOf(excluded);
    this.metrics = metrics;
  }

  /// Those of the namespace that select the Pod and match the image, by name.
  @Override
  public List<Policy> policiesFor(
      String namespace, Map<String, String> podLabels, Reference image) {
    return judgingIn(namespace).stream()
        .filter(policy -> policy.covers(podLabels, image))
        .flatMap(policy -> policy.policy().stream())
        .toList();
  }

  /// The policies that judge in a namespace, those included that are not accepted.
  public List<IndexedPolicy> judgingIn(String namespace) {
    return isExcluded(namespace) ? List.of() : in(namespace);
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
  Optional<IndexedPolicy> named(String namespace, String name) {
    return in(namespace).stream().filter(policy -> policy.name().equals(name)).findFirst();
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
  public void onAdd(ImagePolicy resource) {
    put(resource);
  }

  @Override
  public void onUpdate(ImagePolicy former, ImagePolicy resource) {
    put(resource);
  }

  @Override
  public void onDelete(ImagePolicy resource, boolean finalStateUnknown) {
    replace(resource, null);
  }

  /// What is written into a policy's status comes by here too, and changes nothing.
  private void put(ImagePolicy resource) {
    boolean known =
        named(resource.getMetadata().getNamespace(), resource.getMetadata().getName())
            .filter(policy -> policy.isReadFrom(resource))
            .isPresent();
    if (!known) {
      replace(resource, IndexedPolicy.of(resource));
    }
  }

  private List<IndexedPolicy> in(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  private void replace(ImagePolicy resource, @Nullable IndexedPolicy by) {
    String name = resource.getMetadata().getName();
    byNamespace.compute(
        resource.getMetadata().getNamespace(),
        (_, policies) -> {
          Stream<IndexedPolicy> others =
              (policies == null ? List.<IndexedPolicy>of() : policies)
                  .stream().filter(policy -> !policy.name().equals(name));
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
