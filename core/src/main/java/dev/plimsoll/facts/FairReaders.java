package dev.plimsoll.facts;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Few threads of the operating system's that read layers for many tenants, so that none of
/// them waits for all that another one wants.
///
/// A free thread goes to whoever waits and has had the least time so far; who comes back after
/// a while is not owed for that. Where every thread is taken by others for long, as by layers
/// of many gigabytes, a tenant that has none gets one thread beyond the number, of which there
/// are as many again at most.
final class FairReaders implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final int threads;
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final ExecutorService pool;
  private final Executor later;
  private int running;
  private long floor;
  private boolean closed;

  FairReaders(int threads) {
    this(threads, PATIENCE);
  }

  FairReaders(int threads, Duration patience) {
    this(
        threads,
        CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS, Runnable::run));
  }

  /// `later` runs a task once those who wait have waited long.
  FairReaders(int threads, Executor later) {
    this.threads = threads;
    this.later = later;
    this.pool =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("plimsoll-layers-", 0).factory());
  }

  /// What one tenant has waiting, how many of its tasks run, and how long those that ended
  /// took.
  private static final class Share {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private long begun;
    private long spent;

    /// Whether it will be looked after again already.
    private boolean watched;

    Share(long spent) {
      this.spent = spent;
    }

    /// The time it has had, what runs included.
    long spentAt(long now) {
      return spent + running * now - begun;
    }

    void starts(long now) {
      running++;
      begun += now;
    }

    void ended(long started, long now) {
      running--;
      begun -= started;
      spent += now - started;
    }
  }

  /// Where one tenant's layers are read.
  Executor of(Tenant tenant) {
    return task -> submit(tenant.name(), task);
  }

  private synchronized void submit(String tenant, Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("no more layers are read");
    }
    Share share = shares.computeIfAbsent(tenant, _ -> new Share(floor));
    share.waiting.add(task);
    dispatch();
    watch(tenant, share);
  }

  /// Looks again later after a tenant that has nothing but waiting.
  private void watch(String tenant, Share share) {
    if (!closed && !share.watched && !share.waiting.isEmpty() && share.running == 0) {
      share.watched = true;
      later.execute(() -> relieve(tenant, share));
    }
  }

  /// Gives a tenant that has waited long, and still has no thread, one more.
  private synchronized void relieve(String tenant, Share share) {
    share.watched = false;
    if (closed || share.waiting.isEmpty() || share.running > 0) {
      return;
    }
    if (running < 2 * threads) {
      start(tenant, share);
    } else {
      watch(tenant, share);
    }
  }

  private void dispatch() {
    while (!closed && running < threads) {
      Map.Entry<String, Share> next = next();
      if (next == null) {
        return;
      }
      start(next.getKey(), next.getValue());
    }
  }

  private Map.@Nullable Entry<String, Share> next() {
    long now = System.nanoTime();
    return shares.entrySet().stream()
        .filter(share -> !share.getValue().waiting.isEmpty())
        .min(Comparator.comparingLong(share -> share.getValue().spentAt(now)))
        .orElse(null);
  }

  private void start(String tenant, Share share) {
    Runnable task = share.waiting.remove();
    long started = System.nanoTime();
    floor = Math.max(floor, share.spentAt(started));
    share.starts(started);
    running++;
    pool.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended(tenant, share, started);
          }
        });
  }

  private synchronized void ended(String tenant, Share share, long started) {
    running--;
    share.ended(started, System.nanoTime());
    if (share.running == 0 && share.waiting.isEmpty()) {
      shares.remove(tenant, share);
    }
    dispatch();
    watch(tenant, share);
  }

  @Override
  public synchronized void close() {
    closed = true;
    shares.clear();
    pool.shutdownNow();
  }
}
