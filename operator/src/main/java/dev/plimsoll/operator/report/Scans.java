package dev.plimsoll.operator.report;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspector;
import dev.plimsoll.operator.report.ReportStore.Turn;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose turn it is to read an image's files: this replica's where it claimed that, else
/// another's, which is waited for.
///
/// A claim is renewed while reading goes on. One that has expired is taken over: its holder is
/// gone. Where the API server cannot be asked, the image is read all the same.
final class Scans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scans.class);
  private static final Duration ANY_AGE = Duration.ofDays(1);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final int RENEWALS = 3;

  private final ImageInspector images;
  private final ReportWatch watch;
  private final ReportStore store;
  private final ReportContents contents;
  private final Times times;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<Digest, Scan> underway = new ConcurrentHashMap<>();

  /// For how long a claim holds, and how long an image is read at most.
  record Times(Duration claim, Duration scan) {}

  /// A scan: whose turn it is, once that is known, and its end.
  record Scan(CompletableFuture<Turn> turn, CompletableFuture<Void> end) {
    Scan() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  Scans(
      ImageInspector images,
      ReportWatch watch,
      ReportStore store,
      ReportContents contents,
      Times times) {
    this.images = images;
    this.watch = watch;
    this.store = store;
    this.contents = contents;
    this.times = times;
  }

  /// Begins to have an image read, here by `inspector` or by another replica, unless that was
  /// begun before.
  Scan begin(Reference pinned, Digest digest, Inspector inspector) {
    return underway.computeIfAbsent(
        digest,
        _ -> {
          Scan scan = new Scan();
          threads.execute(() -> run(pinned, digest, inspector, scan));
          return scan;
        });
  }

  private void run(Reference pinned, Digest digest, Inspector inspector, Scan scan) {
    try {
      Deadline deadline = Deadline.in(times.scan());
      while (!deadline.hasPassed()) {
        Turn turn = store.claim(digest, pinned.registry() + "/" + pinned.repository());
        scan.turn().complete(turn);
        if (turn != Turn.OTHERS) {
          read(pinned, digest, inspector, turn);
          return;
        }
        if (!awaitOthers(digest, deadline)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("digest", digest).setCause(e).log("Scan failed");
    } finally {
      scan.turn().complete(Turn.UNKNOWN);
      underway.remove(digest);
      scan.end().complete(null);
    }
  }

  /// Waits for another replica; whether there is still something to be read after that.
  private boolean awaitOthers(Digest digest, Deadline deadline) throws InterruptedException {
    while (!deadline.hasPassed()) {
      CompletableFuture<Void> change = watch.change(digest);
      KnownReport report = watch.report(digest).orElse(null);
      if (report == null) {
        return true;
      }
      if (report.isComplete()) {
        return false;
      }
      Duration left = Duration.between(Instant.now(), report.claimedUntil()).plus(GRACE);
      if (left.isNegative()) {
        return true;
      }
      await(change, left.compareTo(deadline.remaining()) < 0 ? left : deadline.remaining());
    }
    return false;
  }

  private static void await(CompletableFuture<Void> change, Duration time)
      throws InterruptedException {
    try {
      change.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // whoever asked looks again
    }
  }

  private void read(Reference pinned, Digest digest, Inspector inspector, Turn turn) {
    try (Renewal _ = turn == Turn.OURS ? new Renewal(digest) : null) {
      List<Inspection> found =
          inspector.inspect(pinned, Depth.FILES, ANY_AGE, Deadline.in(times.scan()));
      if (turn != Turn.OURS) {
        return;
      }
      if (found.getFirst() instanceof Inspected(var facts, var shortfall) && shortfall == null) {
        store.complete(
            digest, contents.of(facts, pinned, images.packed(facts.digest()).orElse(null)));
      } else {
        store.release(digest);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /// Renews a claim until closed.
  private final class Renewal implements AutoCloseable {
    private final Thread thread;

    Renewal(Digest digest) {
      thread =
          Thread.ofVirtual()
              .name("claim-renewal")
              .start(
                  () -> {
                    try {
                      while (true) {
                        Thread.sleep(times.claim().dividedBy(RENEWALS));
                        store.renew(digest);
                      }
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }

    /// Returns once nothing is renewed any more.
    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
