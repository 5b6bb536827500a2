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
import java.time.InstantSource;
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
/// gone. Where the API server cannot be asked, the image is read all the same, and so it is where
/// another replica reads it in another repository: whose registry that is, and whether it ever
/// answers, is nobody else's lot.
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
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<Reading, Scan> underway = new ConcurrentHashMap<>();

  /// What is read where: one registry may be slow, and another one not.
  private record Reading(Digest image, String repository) {
    static Reading of(Reference pinned, Digest image) {
      return new Reading(image, pinned.registry() + "/" + pinned.repository());
    }
  }

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
      Times times,
      InstantSource clock) {
    this.images = images;
    this.watch = watch;
    this.store = store;
    this.contents = contents;
    this.times = times;
    this.clock = clock;
  }

  /// Begins to have an image read, here by `inspector` or by another replica, unless that was
  /// begun before.
  Scan begin(Reference pinned, Digest digest, Inspector inspector) {
    return underway.computeIfAbsent(
        Reading.of(pinned, digest),
        reading -> {
          Scan scan = new Scan();
          threads.execute(() -> run(pinned, reading, inspector, scan));
          return scan;
        });
  }

  private void run(Reference pinned, Reading reading, Inspector inspector, Scan scan) {
    Digest digest = reading.image;
    try {
      Deadline deadline = Deadline.in(times.scan());
      while (!deadline.hasPassed()) {
        Turn turn = store.claim(digest, reading.repository);
        scan.turn().complete(turn);
        if (turn != Turn.OTHERS) {
          read(pinned, reading, inspector, turn);
          return;
        }
        if (!awaitOthers(reading, deadline)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("digest", digest).setCause(e).log("Scan failed");
    } finally {
      scan.turn().complete(Turn.UNKNOWN);
      underway.remove(reading);
      scan.end().complete(null);
    }
  }

  /// Waits for another replica; whether there is still something to be read after that.
  private boolean awaitOthers(Reading reading, Deadline deadline) throws InterruptedException {
    while (!deadline.hasPassed()) {
      CompletableFuture<Void> change = watch.change(reading.image);
      KnownReport report = watch.report(reading.image).orElse(null);
      if (report == null || !report.isReadAt(reading.repository)) {
        return true;
      }
      if (report.isComplete()) {
        return !report.files();
      }
      Duration left = Duration.between(clock.instant(), report.claimedUntil()).plus(GRACE);
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

  private void read(Reference pinned, Reading reading, Inspector inspector, Turn turn) {
    Digest digest = reading.image;
    List<Inspection> found = inspect(pinned, digest, inspector, turn);
    if (turn == Turn.UNKNOWN) {
      return;
    }
    if (found.getFirst() instanceof Inspected(var facts, var shortfall) && shortfall == null) {
      store.complete(
          digest, contents.of(facts, pinned, images.packed(facts.digest()).orElse(null)));
    } else if (turn == Turn.OURS && !isReadElsewhere(reading)) {
      store.release(digest);
    }
  }

  /// Looks while the claim is renewed; afterwards nothing is renewed any more, so that nothing
  /// stands in the way of what is written then.
  private List<Inspection> inspect(
      Reference pinned, Digest digest, Inspector inspector, Turn turn) {
    try (Renewal _ = turn == Turn.OURS ? new Renewal(digest) : null) {
      return inspector.inspect(pinned, Depth.FILES, ANY_AGE, Deadline.in(times.scan()));
    }
  }

  /// Whether this replica reads the image in another repository too, under the same claim.
  private boolean isReadElsewhere(Reading reading) {
    return underway.keySet().stream()
        .anyMatch(other -> other.image.equals(reading.image) && !other.equals(reading));
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
