package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.PlatformImage;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down, in the background, what was read without a claim, and that it was of use.
final class Records implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);
  private static final Duration SELDOM = Duration.ofHours(20);
  private static final int AT_ONCE = 4;
  private static final int MOST_WAITING = 5_000;

  private final ImageInspector images;
  private final ReportWatch watch;
  private final ReportStore store;
  private final ReportContents contents;
  private final InstantSource clock;
  private final Set<Digest> waiting = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("report-", 0).factory());

  Records(
      ImageInspector images,
      ReportWatch watch,
      ReportStore store,
      ReportContents contents,
      InstantSource clock) {
    this.images = images;
    this.watch = watch;
    this.store = store;
    this.contents = contents;
    this.clock = clock;
  }

  /// Takes note of what was found of an image, without delay for whoever asked.
  void used(Reference reference, List<Inspection> found) {
    List<Facts> read = new ArrayList<>();
    for (Inspection inspection : found) {
      if (inspection instanceof Inspected(Facts facts, var shortfall) && shortfall == null) {
        read.add(facts);
        used(facts, reference);
      }
    }
    Digest asked = reference.digest();
    if (asked != null
        && !read.isEmpty()
        && read.stream().noneMatch(facts -> facts.digest().equals(asked))
        && watch.report(asked).isEmpty()) {
      later(asked, () -> store.add(asked, index(asked, reference, read)));
    }
  }

  private void used(Facts facts, Reference reference) {
    Digest digest = facts.digest();
    KnownReport report = watch.report(digest).orElse(null);
    if (report == null) {
      later(digest, () -> store.add(digest, image(facts, reference)));
    } else if (report.lastUsed().plus(SELDOM).isBefore(clock.instant())) {
      later(digest, () -> store.use(digest, usedNow(report.status())));
    }
  }

  private ImageReportSpec image(Facts facts, Reference reference) {
    return contents.of(facts, reference, images.packed(facts.digest()).orElse(null));
  }

  private ImageReportSpec index(Digest digest, Reference reference, List<Facts> read) {
    List<PlatformImage> platforms =
        read.stream()
            .map(facts -> new PlatformImage(facts.platform().toString(), facts.digest().toString()))
            .limit(ImageReportSpec.MOST_PLATFORMS)
            .toList();
    return ReportContents.ofIndex(digest, reference, platforms, images.packed(digest).orElse(null));
  }

  private ImageReportStatus usedNow(ImageReportStatus status) {
    return new ImageReportStatus(
        status.running(),
        status.layers(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        status.namespaces());
  }

  private void later(Digest digest, Runnable write) {
    if (!watch.isSynced() || waiting.size() >= MOST_WAITING || !waiting.add(digest)) {
      return;
    }
    try {
      threads.execute(
          () -> {
            try {
              write.run();
            } catch (RuntimeException e) {
              LOG.atError().addKeyValue("digest", digest).setCause(e).log("Recording failed");
            } finally {
              waiting.remove(digest);
            }
          });
    } catch (RejectedExecutionException _) {
      waiting.remove(digest);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
