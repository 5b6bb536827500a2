package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.operator.informer.NamesOnly;
import dev.plimsoll.reference.Digest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The reports of the cluster as they are now, in few bytes each; on every replica.
public final class ReportWatch
    implements KeptImages, ResourceEventHandler<ImageReport>, AutoCloseable {
  private static final long PAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final ConcurrentMap<Digest, KnownReport> reports = new ConcurrentHashMap<>();
  private final ConcurrentMap<Digest, CompletableFuture<Void>> changes = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable SharedIndexInformer<ImageReport> informer;
  private long started;

  ReportWatch(KubernetesClient client) {
    this.client = client;
  }

  synchronized void start() {
    if (informer == null) {
      informer =
          client
              .resources(ImageReport.class)
              .withLimit(PAGE)
              .runnableInformer(0)
              .itemStore(new NamesOnly<>(ImageReport::new))
              .exceptionHandler((_, _) -> true)
              .addEventHandler(this);
      informer.start();
      started = System.nanoTime();
    }
  }

  /// Whether what was kept before is known by now.
  public synchronized boolean isSynced() {
    return informer != null && informer.hasSynced();
  }

  /// The same, or it has been waited for long enough: the reports may not be there to be had.
  public synchronized boolean isSettled() {
    return isSynced() || (informer != null && System.nanoTime() - started > PATIENCE.toNanos());
  }

  /// Has `listener` run whenever reports come, go or are completed, by whichever replica.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<byte[]> of(Digest manifest) {
    return report(manifest).flatMap(report -> Optional.ofNullable(report.facts()));
  }

  Optional<KnownReport> report(Digest digest) {
    return Optional.ofNullable(reports.get(digest));
  }

  Collection<KnownReport> reports() {
    return List.copyOf(reports.values());
  }

  int count() {
    return reports.size();
  }

  /// Completes as soon as the report of a digest is another one, or gone.
  CompletableFuture<Void> change(Digest digest) {
    return changes.computeIfAbsent(digest, _ -> new CompletableFuture<>());
  }

  @Override
  public void onAdd(ImageReport report) {
    put(report);
  }

  @Override
  public void onUpdate(ImageReport former, ImageReport report) {
    put(report);
  }

  @Override
  public void onDelete(ImageReport report, boolean finalStateUnknown) {
    String name = report.getMetadata().getName();
    reports.keySet().stream()
        .filter(digest -> ReportName.of(digest).equals(name))
        .forEach(
            digest -> {
              reports.remove(digest);
              changed(digest);
              listeners.forEach(Runnable::run);
            });
  }

  /// Takes over what this replica wrote or read itself, before the watch tells of it; not what
  /// the watch has told news of meanwhile, or a report that is done would seem to be claimed.
  void put(ImageReport report) {
    KnownReport.of(report).ifPresent(this::put);
  }

  private void put(KnownReport known) {
    KnownReport former;
    synchronized (reports) {
      former = reports.get(known.digest());
      if (former != null && former.isLaterThan(known)) {
        return;
      }
      reports.put(known.digest(), known);
    }
    changed(known.digest());
    if (former == null || former.isComplete() != known.isComplete()) {
      listeners.forEach(Runnable::run);
    }
  }

  void forget(Digest digest) {
    reports.remove(digest);
    changed(digest);
  }

  private void changed(Digest digest) {
    CompletableFuture<Void> change = changes.remove(digest);
    if (change != null) {
      change.complete(null);
    }
  }

  @Override
  public synchronized void close() {
    if (informer != null) {
      informer.stop();
      informer = null;
    }
  }
}
