package dev.plimsoll.operator.policy;

import dev.plimsoll.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which replica writes: the one that holds a Lease.
///
/// A replica that loses the lease goes on serving and runs for it again; the operator SDK's own
/// election either ends the process then, or goes on writing beside the new leader.
public final class Leadership implements Lead, AutoCloseable {
  static final String LEASE = "plimsoll-leader";

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final Terms terms;
  private final Metrics metrics;
  private final List<Runnable> onGain = new CopyOnWriteArrayList<>();
  private final List<Runnable> onLoss = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean held;
  private volatile boolean closed;
  private volatile @Nullable CompletableFuture<?> candidacy;

  /// Where the lease lies, who asks for it, and its times.
  public record Terms(
      String namespace, String identity, Duration lease, Duration renewWithin, Duration retry) {}

  public Leadership(KubernetesClient client, Terms terms, Metrics metrics) {
    this.client = client;
    this.terms = terms;
    this.metrics = metrics;
  }

  @Override
  public boolean isHeld() {
    return held;
  }

  @Override
  public void onGain(Runnable listener) {
    onGain.add(listener);
    if (held) {
      listener.run();
    }
  }

  /// Has `listener` run each time this replica stops being the leader.
  public void onLoss(Runnable listener) {
    onLoss.add(listener);
  }

  /// Runs for the lease until closed.
  public void start() {
    threads.execute(this::runAgainAndAgain);
  }

  private void runAgainAndAgain() {
    while (!closed) {
      try {
        CompletableFuture<?> running = elector().start();
        candidacy = running;
        if (closed) {
          running.cancel(true);
        }
        running.get();
      } catch (ExecutionException | RuntimeException e) {
        LOG.atDebug().setCause(e).log("Candidacy ended");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lose();
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private LeaderElector elector() {
    LeaderElectionConfig config =
        new LeaderElectionConfig(
            new LeaseLock(terms.namespace(), LEASE, terms.identity()),
            terms.lease(),
            terms.renewWithin(),
            terms.retry(),
            new LeaderCallbacks(this::gain, this::lose, _ -> {}),
            true,
            LEASE);
    return new LeaderElectorBuilder(client, threads).withConfig(config).build();
  }

  private void gain() {
    held = true;
    metrics.leading(true);
    LOG.atInfo().addKeyValue("identity", terms.identity()).log("This replica leads");
    onGain.forEach(Runnable::run);
  }

  private void lose() {
    if (held) {
      held = false;
      metrics.leading(false);
      LOG.atInfo().addKeyValue("identity", terms.identity()).log("This replica no longer leads");
      onLoss.forEach(Runnable::run);
    }
  }

  /// Gives the lease up at once, so that another replica need not wait for its end.
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?> running = candidacy;
    if (running != null) {
      running.cancel(true);
    }
    threads.shutdownNow();
  }
}
