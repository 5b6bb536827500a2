package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The addresses of host names, asked of the DNS within a deadline.
///
/// A lookup is a native call that knows no deadline and would pin a virtual thread, so each name
/// has a thread of its own, however many ask for it. Names are written by whoever may create a
/// Pod, and one that hangs holds its thread for as long as the resolver likes: those that are
/// configured or have answered before have threads apart, so that new ones cannot stop them.
/// What waits for a thread waits as long as its deadline allows. Nothing is kept here beyond the
/// lookup: the JVM keeps it, for the connection that follows too.
final class HostNames implements AutoCloseable {
  private static final int THREADS_FOR_KNOWN = 64;
  private static final int THREADS_FOR_NEW = 256;
  private static final int QUEUE = 10_000;
  private static final int REMEMBERED = 10_000;
  private static final Duration REMEMBERED_FOR = Duration.ofDays(1);

  /// How a name is looked up.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final ExecutorService pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("plimsoll-dns-", 0).factory());
  private final Lane forKnown;
  private final Lane forNew;
  private final ConcurrentMap<String, Lookup> underway = new ConcurrentHashMap<>();
  private final Cache<String, Boolean> answered =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterAccess(REMEMBERED_FOR)
          .executor(Runnable::run)
          .build();

  HostNames() {
    this(InetAddress::getAllByName);
  }

  HostNames(Resolver resolver) {
    this(resolver, THREADS_FOR_KNOWN, THREADS_FOR_NEW);
  }

  HostNames(Resolver resolver, int threadsForKnown, int threadsForNew) {
    this.resolver = resolver;
    this.forKnown = new Lane(pool, threadsForKnown);
    this.forNew = new Lane(pool, threadsForNew);
  }

  /// So many tasks at a time, by threads of a pool that are made when none is free; the others
  /// wait, up to a number.
  private static final class Lane implements Executor {
    private final Executor pool;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Lane(Executor pool, int atATime) {
      this.pool = pool;
      this.free = atATime;
    }

    @Override
    public synchronized void execute(Runnable task) {
      if (free > 0) {
        pool.execute(() -> runAll(task));
        free--;
      } else if (waiting.size() < QUEUE) {
        waiting.add(task);
      } else {
        throw new RejectedExecutionException("too many names are looked up");
      }
    }

    private void runAll(Runnable first) {
      for (Runnable task = first; task != null; task = next()) {
        task.run();
      }
    }

    private synchronized @Nullable Runnable next() {
      Runnable task = waiting.poll();
      if (task == null) {
        free++;
      }
      return task;
    }
  }

  /// A lookup that is under way, and until when the last one waits for it.
  private static final class Lookup extends CompletableFuture<InetAddress[]> {
    private volatile Deadline until;

    Lookup(Deadline until) {
      this.until = until;
    }

    Lookup awaitedUntil(Deadline deadline) {
      if (deadline.nanoTime() - until.nanoTime() > 0) {
        until = deadline;
      }
      return this;
    }
  }

  /// Begins to look a name up, unless that is under way; an address written out is its own
  /// answer. `trusted` names are never kept waiting by new ones. Ends in an
  /// [UnknownHostException] where the DNS does not know the name, in a [TimeoutException] where
  /// it was not asked before nobody waited any more.
  CompletableFuture<InetAddress[]> begin(String host, boolean trusted, Deadline deadline) {
    Optional<InetAddress> address = literal(host);
    if (address.isPresent()) {
      return CompletableFuture.completedFuture(new InetAddress[] {address.get()});
    }
    try {
      return underway.compute(
          host,
          (_, lookup) ->
              lookup == null ? started(host, trusted, deadline) : lookup.awaitedUntil(deadline));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Whether a URL's host is an address written out, in whichever form.
  static boolean isAddress(String host) {
    return literal(host).isPresent();
  }

  private static Optional<InetAddress> literal(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      return Optional.of(
          InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Lookup started(String host, boolean trusted, Deadline deadline) {
    Lookup lookup = new Lookup(deadline);
    boolean known = trusted || answered.getIfPresent(host) != null;
    (known ? forKnown : forNew).execute(() -> run(host, lookup));
    return lookup;
  }

  private void run(String host, Lookup lookup) {
    if (underway.computeIfPresent(host, (_, now) -> now.until.hasPassed() ? null : now) == null) {
      lookup.completeExceptionally(new TimeoutException("no thread was free for it in time"));
      return;
    }
    try {
      InetAddress[] found = resolver.resolve(host);
      answered.put(host, true);
      underway.remove(host, lookup);
      lookup.complete(found);
    } catch (UnknownHostException | RuntimeException e) {
      underway.remove(host, lookup);
      lookup.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    underway
        .values()
        .forEach(lookup -> lookup.completeExceptionally(new TimeoutException("closed")));
  }
}
