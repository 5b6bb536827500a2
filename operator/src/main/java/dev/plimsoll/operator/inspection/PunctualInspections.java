package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Inspections that are back in time whatever the inspector does.
///
/// The inspector is given a little less time than there is, so that it can say itself what it
/// waited for. One that is not back by then, or that fails, is answered for here: a fault of
/// ours over an image counts as an image that cannot be read, since a hostile image may be its
/// cause.
final class PunctualInspections implements Inspections, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PunctualInspections.class);
  private static final Duration LONGEST_MARGIN = Duration.ofMillis(100);
  private static final int MARGIN_SHARE = 20;

  private final Inspector inspector;
  private final Inspector own;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PunctualInspections(Inspector inspector) {
    this(inspector, Sharing.NONE);
  }

  PunctualInspections(Inspector own, Sharing sharing) {
    this.inspector = sharing.around(own);
    this.own = own;
  }

  @Override
  public Inspections leavingNoTrace() {
    return new Inspections() {
      @Override
      public Map<Reference, List<Inspection>> of(
          Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline) {
        return PunctualInspections.this.of(images, maxTagAge, deadline, own);
      }

      @Override
      public Optional<Duration> staleness(Reference image) {
        return own.staleness(image);
      }
    };
  }

  @Override
  public Map<Reference, List<Inspection>> of(
      Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline) {
    return of(images, maxTagAge, deadline, inspector);
  }

  private Map<Reference, List<Inspection>> of(
      Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline, Inspector by) {
    Deadline inspectorsDeadline = earlier(deadline);
    Map<Reference, Future<List<Inspection>>> running =
        LinkedHashMap.newLinkedHashMap(images.size());
    images.forEach(
        (image, depth) ->
            running.put(
                image,
                threads.submit(() -> by.inspect(image, depth, maxTagAge, inspectorsDeadline))));
    Map<Reference, List<Inspection>> found = LinkedHashMap.newLinkedHashMap(images.size());
    running.forEach((image, inspection) -> found.put(image, await(image, inspection, deadline)));
    return found;
  }

  @Override
  public Optional<Duration> staleness(Reference image) {
    return inspector.staleness(image);
  }

  private static List<Inspection> await(
      Reference image, Future<List<Inspection>> inspection, Deadline deadline) {
    try {
      return inspection.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      inspection.cancel(true);
      return unknown(
          Cause.SCAN_PENDING, image + " was not read before the answer was due; try again shortly");
    } catch (InterruptedException _) {
      inspection.cancel(true);
      Thread.currentThread().interrupt();
      return unknown(Cause.SCAN_PENDING, image + " was not read: the operator is stopping");
    } catch (ExecutionException e) {
      LOG.atError().addKeyValue("image", image).setCause(e.getCause()).log("Inspection failed");
      return unknown(
          Cause.UNREADABLE,
          "Plimsoll failed while reading " + image + "; the operator's log has the fault");
    }
  }

  private static List<Inspection> unknown(Cause cause, String detail) {
    return List.of(new Uninspectable(new Unknown(cause, detail), null));
  }

  private static Deadline earlier(Deadline deadline) {
    Duration share = deadline.remaining().dividedBy(MARGIN_SHARE);
    Duration margin = share.compareTo(LONGEST_MARGIN) < 0 ? share : LONGEST_MARGIN;
    return new Deadline(deadline.nanoTime() - margin.toNanos());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
