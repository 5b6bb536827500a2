package dev.plimsoll.operator.report;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspector;
import dev.plimsoll.operator.report.ReportStore.Turn;
import dev.plimsoll.operator.report.Scans.Scan;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks into images together with the other replicas: what one of them read, none reads again.
final class SharedInspector implements Inspector {
  /// What a tag was found to point to a moment ago is not asked for again.
  private static final Duration JUST_NOW = Duration.ofMinutes(1);

  private final Inspector inspector;
  private final ImageInspector images;
  private final ReportWatch watch;
  private final Scans scans;
  private final Records records;

  SharedInspector(
      Inspector inspector, ImageInspector images, ReportWatch watch, Scans scans, Records records) {
    this.inspector = inspector;
    this.images = images;
    this.watch = watch;
    this.scans = scans;
    this.records = records;
  }

  @Override
  public List<Inspection> inspect(
      Reference reference, Depth depth, Duration maxTagAge, Deadline deadline) {
    if (depth != Depth.FILES) {
      return recorded(reference, inspector.inspect(reference, depth, maxTagAge, deadline));
    }
    List<Inspection> outlines = inspector.inspect(reference, Depth.CONFIG, maxTagAge, deadline);
    List<Scan> begun = new ArrayList<>();
    for (Inspection outline : outlines) {
      if (outline instanceof Inspected(Facts facts, _) && !isRead(facts.digest())) {
        begun.add(scans.begin(reference.at(facts.digest()), facts.digest(), inspector));
      }
    }
    boolean ours = begun.stream().allMatch(scan -> isOursOrRead(scan, deadline));
    if (!ours) {
      return outlines.stream().map(outline -> pending(reference, outline)).toList();
    }
    return recorded(
        reference, inspector.inspect(reference, Depth.FILES, atLeast(maxTagAge), deadline));
  }

  @Override
  public Optional<Duration> staleness(Reference reference) {
    return inspector.staleness(reference);
  }

  private boolean isRead(Digest digest) {
    return images.hasRead(digest)
        || watch.report(digest).filter(KnownReport::tellsFiles).isPresent();
  }

  /// Whether there is a sense in reading the image here by now.
  private static boolean isOursOrRead(Scan scan, Deadline deadline) {
    Turn turn = await(scan.turn(), deadline, null);
    return turn != null && (turn != Turn.OTHERS || scan.end().isDone() || ended(scan, deadline));
  }

  private static boolean ended(Scan scan, Deadline deadline) {
    return Boolean.TRUE.equals(await(scan.end().thenApply(_ -> true), deadline, false));
  }

  private static <T> @Nullable T await(
      CompletableFuture<T> future, Deadline deadline, @Nullable T late) {
    try {
      return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return late;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return late;
    }
  }

  private static Duration atLeast(Duration maxTagAge) {
    return maxTagAge.compareTo(JUST_NOW) < 0 ? JUST_NOW : maxTagAge;
  }

  private static Inspection pending(Reference reference, Inspection outline) {
    return outline instanceof Inspected(Facts facts, var shortfall) && shortfall == null
        ? new Inspected(facts, Unknown.beingRead(reference))
        : outline;
  }

  private List<Inspection> recorded(Reference reference, List<Inspection> found) {
    records.used(reference, found);
    return found;
  }
}
