package dev.plimsoll.operator.baseline;

import dev.plimsoll.api.v1alpha1.BaselineRecords;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.policy.baseline.Baseline;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The baselines of the cluster, each read once per version.
///
/// Fed by an informer, and by who writes them before the informer tells of it: what it tells
/// of a baseline that has been deleted since counts for nothing. Answers from memory. A
/// resource whose name is not that of its policy's baseline counts for nothing.
public final class BaselineIndex implements ResourceEventHandler<RecordedBaseline> {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineIndex.class);

  private final ConcurrentMap<BaselineKey, Held> byKey = new ConcurrentHashMap<>();
  private final Gone gone = new Gone();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<RecordedBaseline>> onDelete = new CopyOnWriteArrayList<>();

  /// A baseline to judge by, and the resource that it was read from.
  public record Held(Baseline baseline, RecordedBaseline resource) {}

  /// The baseline of a policy in a namespace, where it was taken.
  public Optional<Held> of(BaselineKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /// All baselines there are.
  public Collection<Held> all() {
    return List.copyOf(byKey.values());
  }

  /// Has `listener` run whenever a baseline came, went or changed.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Has `listener` told of each baseline that was deleted.
  public void onDelete(Consumer<RecordedBaseline> listener) {
    onDelete.add(listener);
  }

  @Override
  public void onAdd(RecordedBaseline resource) {
    put(resource);
  }

  @Override
  public void onUpdate(RecordedBaseline former, RecordedBaseline resource) {
    put(resource);
  }

  @Override
  public void onDelete(RecordedBaseline resource, boolean finalStateUnknown) {
    if (isOne(resource) && remove(resource)) {
      onDelete.forEach(listener -> listener.accept(resource));
      listeners.forEach(Runnable::run);
    }
  }

  /// Takes away what was deleted, and not what has been written in its place since.
  private boolean remove(RecordedBaseline resource) {
    gone.add(resource);
    BaselineKey key = BaselineKey.of(resource);
    Held held = byKey.get(key);
    return held != null && Gone.isSame(held.resource(), resource) && byKey.remove(key, held);
  }

  private void put(RecordedBaseline resource) {
    if (!isOne(resource) || gone.has(resource)) {
      return;
    }
    BaselineKey key = BaselineKey.of(resource);
    try {
      byKey.put(key, new Held(BaselineRecords.read(resource), resource));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("baseline", key).setCause(e).log("Reading a baseline failed");
    }
    listeners.forEach(Runnable::run);
  }

  private static boolean isOne(RecordedBaseline resource) {
    return resource.getSpec() != null
        && resource.getSpec().policy() != null
        && BaselineKey.of(resource).resourceName().equals(resource.getMetadata().getName());
  }
}
