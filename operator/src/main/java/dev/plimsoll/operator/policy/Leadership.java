package dev.plimsoll.operator.policy;

import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.round.Rounds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
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

  /// Guards the listeners and what they are told, so that each hears of each turn once: the news
  /// comes from the election's threads and from the one that runs for the lease.
  private final ReentrantLock turn = new ReentrantLock();

  private final List<Runnable> onGain = new ArrayList<>();
  private final List<Runnable> onLoss = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Rounds candidacies =
      new Rounds("leadership", new Rounds.Times(Duration.ZERO, PAUSE), this::runForIt);
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
    boolean missed;
    turn.lock();
    try {
      onGain.add(listener);
      missed = held;
    } finally {
      turn.unlock();
    }
    if (missed) {
      listener.run();
    }
  }

  /// Has `listener` run each time this replica stops being the leader.
  public void onLoss(Runnable listener) {
    turn.lock();
    try {
      onLoss.add(listener);
    } finally {
      turn.unlock();
    }
  }

  /// Runs for the lease until closed.
  public void start() {
    candidacies.start();
  }

  private Duration runForIt() throws InterruptedException {
    try {
      CompletableFuture<?> running = elector().start();
      candidacy = running;
      if (closed) {
        running.cancel(true);
      }
      running.get();
    } catch (ExecutionException | CancellationException | KubernetesClientException e) {
      LOG.atDebug().setCause(e).log("Candidacy ended");
    } finally {
      lose();
    }
    return PAUSE;
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
    become(true, onGain, "This replica leads");
  }

  private void lose() {
    become(false, onLoss, "This replica no longer leads");
  }

  private void become(boolean leader, List<Runnable> listeners, String news) {
    List<Runnable> toTell;
    turn.lock();
    try {
      if (held == leader) {
        return;
      }
      metrics.leading(leader);
      held = leader;
      toTell = List.copyOf(listeners);
    } finally {
      turn.unlock();
    }
    LOG.atInfo().addKeyValue("identity", terms.identity()).log(news);
    tell(toTell);
  }

  /// One who cannot bear the news keeps it from nobody else.
  private static void tell(List<Runnable> listeners) {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("Telling who leads failed");
      }
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
    candidacies.close();
  }
}
