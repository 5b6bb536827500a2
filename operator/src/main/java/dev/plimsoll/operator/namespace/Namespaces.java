package dev.plimsoll.operator.namespace;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The labels of the cluster's namespaces, kept up to date by an informer, and asked for once
/// where they are not there yet.
public final class Namespaces implements ResourceEventHandler<Namespace>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Lookup lookup;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<String, Map<String, String>> labels = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Instant> made = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Set<String> ending = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// Reads one namespace from the API server; null where there is none.
  @FunctionalInterface
  public interface Lookup {
    @Nullable Namespace read(String name);
  }

  public Namespaces(Lookup lookup) {
    this.lookup = lookup;
  }

  /// The labels of a namespace, or nothing where nobody can tell now.
  public Optional<Map<String, String>> labelsOf(String namespace) {
    Map<String, String> known = labels.get(namespace);
    return known == null ? asked(namespace) : Optional.of(known);
  }

  /// When a namespace was made, or nothing where nobody can tell now.
  public Optional<Instant> madeAt(String namespace) {
    if (!made.containsKey(namespace)) {
      asked(namespace);
    }
    return Optional.ofNullable(made.get(namespace));
  }

  /// Whether somebody wrote a namespace again after it was made, its labels perhaps.
  public boolean isChanged(String namespace) {
    return changed.contains(namespace);
  }

  /// Whether a namespace is being deleted: nothing new comes into it, for as long as that takes.
  public boolean isEnding(String namespace) {
    return ending.contains(namespace);
  }

  /// The names of all namespaces that are known.
  public Set<String> names() {
    return Set.copyOf(labels.keySet());
  }

  /// Has `listener` run whenever a namespace came, went or has other labels.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private Optional<Map<String, String>> asked(String name) {
    Future<@Nullable Namespace> answer = threads.submit(() -> lookup.read(name));
    try {
      Namespace namespace = answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (namespace == null) {
        return Optional.empty();
      }
      labels.putIfAbsent(name, labelsIn(namespace));
      remember(namespace);
      return Optional.ofNullable(labels.get(name));
    } catch (TimeoutException | ExecutionException e) {
      answer.cancel(true);
      LOG.atWarn().addKeyValue("namespace", name).setCause(e).log("Namespace could not be read");
      return Optional.empty();
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void onAdd(Namespace namespace) {
    put(namespace);
  }

  @Override
  public void onUpdate(Namespace former, Namespace namespace) {
    put(namespace);
  }

  @Override
  public void onDelete(Namespace namespace, boolean finalStateUnknown) {
    String name = namespace.getMetadata().getName();
    labels.remove(name);
    made.remove(name);
    changed.remove(name);
    ending.remove(name);
    listeners.forEach(Runnable::run);
  }

  private void remember(Namespace namespace) {
    ObjectMeta metadata = namespace.getMetadata();
    String created = metadata.getCreationTimestamp();
    if (created != null) {
      made.put(metadata.getName(), Instant.parse(created));
      if (metadata.getManagedFields().stream().anyMatch(entry -> isLater(entry, created))) {
        changed.add(metadata.getName());
      }
    }
    if (metadata.getDeletionTimestamp() != null) {
      ending.add(metadata.getName());
    }
  }

  private static boolean isLater(ManagedFieldsEntry entry, String created) {
    return entry.getSubresource() == null
        && entry.getTime() != null
        && Instant.parse(entry.getTime()).isAfter(Instant.parse(created));
  }

  private void put(Namespace namespace) {
    String name = namespace.getMetadata().getName();
    boolean wasEnding = isEnding(name);
    remember(namespace);
    Map<String, String> now = labelsIn(namespace);
    Map<String, String> before = labels.put(name, now);
    if (before != null && !now.equals(before)) {
      changed.add(name);
    }
    if (!now.equals(before) || wasEnding != isEnding(name)) {
      listeners.forEach(Runnable::run);
    }
  }

  private static Map<String, String> labelsIn(Namespace namespace) {
    Map<String, String> labels = namespace.getMetadata().getLabels();
    return labels == null ? Map.of() : Map.copyOf(labels);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
