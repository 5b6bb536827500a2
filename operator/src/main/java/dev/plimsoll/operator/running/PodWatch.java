package dev.plimsoll.operator.running;

import dev.plimsoll.operator.informer.Following;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The Pods of the cluster as they are now, kept as small as judging needs them; watched only
/// while this replica leads.
public final class PodWatch implements ResourceEventHandler<Pod>, AutoCloseable {
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<String, RunningPod> pods = new ConcurrentHashMap<>();
  private @Nullable Following<Pod> following;

  PodWatch(KubernetesClient client) {
    this.client = client;
  }

  /// Has `listener` run whenever what runs has changed.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public synchronized void start() {
    if (following == null) {
      following = Following.begin(client.pods().inAnyNamespace().withLimit(PAGE), Pod::new, this);
    }
  }

  public synchronized void stop() {
    if (following != null) {
      following.close();
      following = null;
      pods.clear();
    }
  }

  public synchronized boolean isSynced() {
    return following != null && following.isSynced();
  }

  public Collection<RunningPod> pods() {
    return List.copyOf(pods.values());
  }

  @Override
  public void onAdd(Pod pod) {
    put(pod);
  }

  @Override
  public void onUpdate(Pod former, Pod pod) {
    put(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    if (pods.remove(keyOf(pod)) != null) {
      listeners.forEach(Runnable::run);
    }
  }

  /// Most updates of a Pod (probes, restarts) change nothing that is judged.
  private void put(Pod pod) {
    RunningPod running = RunningPod.of(pod);
    if (!running.equals(pods.put(keyOf(pod), running))) {
      listeners.forEach(Runnable::run);
    }
  }

  private static String keyOf(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  @Override
  public void close() {
    stop();
  }
}
