package dev.plimsoll.operator.round;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done round after round on a thread of its own: soon after something changed, and
/// again after as long as the last round said.
///
/// A round that fails is told, with where it failed, and done again; only closing ends them.
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Times times;
  private final Round round;
  private final BlockingQueue<Boolean> pokes = new ArrayBlockingQueue<>(1);
  private volatile boolean closed;
  private @Nullable Thread thread;

  /// One round.
  @FunctionalInterface
  public interface Round {
    /// Does what there is to do, and says how long to wait for the next if nothing changes.
    Duration run() throws InterruptedException;
  }

  /// Changes that come within `quiet` are answered together; a round that failed is done again
  /// `afterFault`.
  public record Times(Duration quiet, Duration afterFault) {}

  /// Rounds whose thread, and whose failures, are called `name`.
  public Rounds(String name, Times times, Round round) {
    this.name = name;
    this.times = times;
    this.round = round;
  }

  /// Something changed.
  public void poke() {
    pokes.offer(Boolean.TRUE);
  }

  /// Begins with a round at once.
  public void start() {
    start(Duration.ZERO);
  }

  /// Begins after a while, or when something changes.
  public synchronized void start(Duration after) {
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name(name).start(() -> run(after));
    }
  }

  private void run(Duration after) {
    Duration wait = after;
    try {
      while (!closed) {
        pokes.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        Thread.sleep(times.quiet());
        pokes.clear();
        wait = once();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whatever goes wrong in a round must not end those to come: nobody would start them again.
  private Duration once() throws InterruptedException {
    try {
      return round.run();
    } catch (RuntimeException | Error e) {
      if (!closed) {
        LOG.atError().addKeyValue("rounds", name).setCause(e).log("A round failed");
      }
      return times.afterFault();
    }
  }

  /// Ends the rounds, and what the current one waits for; does not wait itself.
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
