package dev.plimsoll.operator.exemption;

import dev.plimsoll.api.v1alpha1.ExemptionTerms;
import dev.plimsoll.api.v1alpha1.Honouring;
import dev.plimsoll.api.v1alpha1.Honouring.Honoured;
import dev.plimsoll.api.v1alpha1.Honouring.Refused;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The exemptions of the cluster, each read once per generation.
///
/// Fed by an informer; answers from memory.
public final class ExemptionIndex implements ResourceEventHandler<ImageExemption> {
  private final Namespaces namespaces;
  private final String operators;
  private final ConcurrentMap<String, IndexedExemption> byTitle = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// `operators` is the operator's own namespace.
  public ExemptionIndex(Namespaces namespaces, String operators) {
    this.namespaces = namespaces;
    this.operators = operators;
  }

  /// A Pod with one of its images, as far as exemptions choose by them.
  public record Place(String namespace, Map<String, String> podLabels, Reference image) {
    public Place {
      podLabels = Map.copyOf(podLabels);
    }
  }

  /// What the policies of a namespace honour for an image in it.
  public List<Exemption> inNamespace(Place place) {
    return about(place)
        .filter(indexed -> indexed.key().namespace().equals(place.namespace()))
        .flatMap(indexed -> indexed.exemption().stream())
        .toList();
  }

  /// What a policy for the cluster honours, under its terms, for an image in a namespace.
  public List<Exemption> forCluster(ExemptionTerms terms, Place place) {
    return about(place)
        .filter(indexed -> reaches(indexed, place.namespace()))
        .flatMap(indexed -> indexed.exemption().stream().map(e -> honouring(terms, indexed, e)))
        .flatMap(
            honouring ->
                switch (honouring) {
                  case Honoured(Exemption exemption) -> Stream.of(exemption);
                  case Refused _ -> Stream.<Exemption>empty();
                })
        .toList();
  }

  /// Whether a policy for the cluster honours an exemption under its terms.
  public Honouring honouring(ExemptionTerms terms, IndexedExemption indexed, Exemption exemption) {
    String from = indexed.key().namespace();
    Map<String, String> labels =
        terms.namespaceSelector() == null ? null : namespaces.labelsOf(from).orElse(null);
    return Honouring.under(
        terms,
        exemption,
        indexed.created(),
        new Honouring.Origin(from, labels, from.equals(operators)));
  }

  private Stream<IndexedExemption> about(Place place) {
    return byTitle.values().stream()
        .filter(indexed -> indexed.selects(place.podLabels()))
        .filter(
            indexed -> indexed.exemption().filter(e -> e.match().covers(place.image())).isPresent())
        .sorted(Comparator.comparing(indexed -> indexed.key().title()));
  }

  private boolean reaches(IndexedExemption indexed, String namespace) {
    return indexed.key().namespace().equals(namespace)
        || namespaces.labelsOf(namespace).filter(indexed::selectsNamespace).isPresent();
  }

  /// All exemptions there are.
  public Collection<IndexedExemption> all() {
    return List.copyOf(byTitle.values());
  }

  /// This generation of an exemption as it was read.
  public Optional<IndexedExemption> asReadFrom(ImageExemption resource) {
    IndexedExemption.Key key = IndexedExemption.Key.of(resource);
    return Optional.ofNullable(byTitle.get(key.title())).filter(e -> e.key().equals(key));
  }

  /// Has `listener` run whenever an exemption came, went or changed.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void onAdd(ImageExemption resource) {
    put(resource);
  }

  @Override
  public void onUpdate(ImageExemption former, ImageExemption resource) {
    put(resource);
  }

  @Override
  public void onDelete(ImageExemption resource, boolean finalStateUnknown) {
    byTitle.remove(IndexedExemption.Key.of(resource).title());
    listeners.forEach(Runnable::run);
  }

  /// What is written into an exemption's status comes by here too, and changes nothing.
  private void put(ImageExemption resource) {
    if (asReadFrom(resource).isEmpty()) {
      IndexedExemption read = IndexedExemption.of(resource);
      byTitle.put(read.key().title(), read);
      listeners.forEach(Runnable::run);
    }
  }
}
