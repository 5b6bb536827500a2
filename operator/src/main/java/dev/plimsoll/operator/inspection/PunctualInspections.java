package dev.plimsoll.operator.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Digest;
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
  private final Sharing sharing;
  private final Access access;
  private final ExecutorService threads;

  /// What differs from one puller to the next.
  interface Access {
    /// There is one puller, to whom all is open.
    Access NO_MATTER =
        new Access() {
          @Override
          public Inspector inspectorFor(Puller puller, Inspector anyone) {
            return anyone;
          }

          @Override
          public Optional<Digest> digestOf(
              Puller puller, Reference tag, Duration maxTagAge, Deadline deadline) {
            return Optional.empty();
          }

          @Override
          public boolean isOpen(
              Puller puller, Reference repository, Digest manifest, Deadline deadline) {
            return true;
          }
        };

    /// `anyone` is the inspector for nobody in particular.
    Inspector inspectorFor(Puller puller, Inspector anyone);

    /// As [Inspections#digestsOf], of one tag.
    Optional<Digest> digestOf(Puller puller, Reference tag, Duration maxTagAge, Deadline deadline);

    /// As [Inspections#isOpen].
    boolean isOpen(Puller puller, Reference repository, Digest manifest, Deadline deadline);
  }

  PunctualInspections(Inspector inspector) {
    this(inspector, Access.NO_MATTER);
  }

  PunctualInspections(Inspector inspector, Access access) {
    this(inspector, Sharing.NONE, access);
  }

  /// `own` looks into images by itself, `sharing` has it know of what others read.
  PunctualInspections(Inspector own, Sharing sharing, Access access) {
    this(own, sharing, access, Executors.newVirtualThreadPerTaskExecutor());
  }

  private PunctualInspections(
      Inspector own, Sharing sharing, Access access, ExecutorService threads) {
    this.inspector = sharing.around(own);
    this.own = own;
    this.sharing = sharing;
    this.access = access;
    this.threads = threads;
  }

  @Override
  public Inspections as(Puller puller) {
    PunctualInspections theirs =
        new PunctualInspections(access.inspectorFor(puller, own), sharing, access, threads);
    return new Theirs(theirs, puller, theirs.inspector, own);
  }

  /// The inspections of one puller, by an inspector of its own; what is known of tags is known to
  /// `anyone`.
  private record Theirs(PunctualInspections all, Puller puller, Inspector by, Inspector anyone)
      implements Inspections {
    @Override
    public Map<Reference, List<Inspection>> of(
        Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline) {
      return all.of(images, maxTagAge, deadline, by);
    }

    @Override
    public Inspections leavingNoTrace() {
      return new Theirs(all, puller, all.own, anyone);
    }

    @Override
    public Map<Reference, Digest> digestsOf(
        List<Reference> tags, Duration maxTagAge, Deadline deadline) {
      return all.digests(puller, tags, maxTagAge, deadline);
    }

    @Override
    public Optional<Duration> staleness(Reference image) {
      return anyone.staleness(image);
    }

    @Override
    public boolean isOpen(Reference repository, Digest manifest, Deadline deadline) {
      return all.access.isOpen(puller, repository, manifest, earlier(deadline));
    }
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

  private Map<Reference, Digest> digests(
      Puller puller, List<Reference> tags, Duration maxTagAge, Deadline deadline) {
    Deadline theirs = earlier(deadline);
    Map<Reference, Future<Optional<Digest>>> running = new LinkedHashMap<>();
    for (Reference tag : tags) {
      running.computeIfAbsent(
          tag, _ -> threads.submit(() -> access.digestOf(puller, tag, maxTagAge, theirs)));
    }
    Map<Reference, Digest> found = new LinkedHashMap<>();
    running.forEach((tag, digest) -> await(digest, deadline).ifPresent(d -> found.put(tag, d)));
    return found;
  }

  private static Optional<Digest> await(Future<Optional<Digest>> digest, Deadline deadline) {
    try {
      return digest.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      digest.cancel(true);
      return Optional.empty();
    } catch (InterruptedException _) {
      digest.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
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
