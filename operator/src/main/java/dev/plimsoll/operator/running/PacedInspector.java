package dev.plimsoll.operator.running;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into many images, a few at a time, each for no longer than its share of the time there
/// is, so that a registry that hangs holds up its own images alone.
///
/// Each round begins elsewhere: images that never come back must not always be the first.
public final class PacedInspector implements ImageLookup, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedInspector.class);

  private final Inspections inspections;
  private final Duration timePerImage;
  private final ExecutorService threads;

  public PacedInspector(Inspections inspections, int atOnce, Duration timePerImage) {
    this.inspections = inspections;
    this.timePerImage = timePerImage;
    this.threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("audit-", 0).factory());
  }

  @Override
  public boolean isOpen(Puller puller, Reference pinned, Deadline deadline) {
    Digest manifest = pinned.digest();
    return manifest != null && inspections.as(puller).isOpen(pinned, manifest, deadline);
  }

  @Override
  public Map<Reference, List<Inspection>> inspect(
      Map<Reference, Set<Policy>> images, Pullers pullers, Deadline deadline) {
    return each(
        images.keySet(),
        image -> {
          Set<Policy> policies = images.getOrDefault(image, Set.of());
          return inspect(
              pullers.of(image),
              deadline,
              (inspections, share) -> inspect(inspections, image, policies, share));
        },
        deadline);
  }

  /// What a tag means is asked for without leaving a report: nobody runs that image yet.
  @Override
  public Map<Reference, Set<Digest>> imagesOf(
      Map<Reference, Reference> tags, Pullers pullers, Deadline deadline) {
    Map<Reference, Set<Digest>> images = new HashMap<>();
    each(
            tags.keySet(),
            tag -> {
              Reference running = tags.getOrDefault(tag, tag);
              return inspect(
                  pullers.of(running),
                  deadline,
                  (inspections, share) ->
                      inspections
                          .leavingNoTrace()
                          .of(Map.of(tag, Depth.CONFIG), TagMoves.BELIEVED, share)
                          .getOrDefault(tag, List.of()));
            },
            deadline)
        .forEach((tag, found) -> digests(found).ifPresent(all -> images.put(tag, all)));
    return images;
  }

  /// The images that were looked into, nothing where one of them could not be.
  private static Optional<Set<Digest>> digests(List<Inspection> found) {
    Set<Digest> digests = new HashSet<>();
    for (Inspection inspection : found) {
      switch (inspection) {
        case Inspected(Facts facts, _) -> digests.add(facts.digest());
        case Uninspectable _ -> {
          return Optional.empty();
        }
      }
    }
    return digests.isEmpty() ? Optional.empty() : Optional.of(digests);
  }

  /// Looks into each image, a few at a time, those that nothing comes of left out.
  private Map<Reference, List<Inspection>> each(
      Set<Reference> images, Function<Reference, List<Inspection>> look, Deadline deadline) {
    Map<Reference, List<Inspection>> found = new ConcurrentHashMap<>();
    List<Reference> order = new ArrayList<>(images);
    Collections.shuffle(order);
    List<Future<?>> running = new ArrayList<>();
    for (Reference image : order) {
      running.add(
          threads.submit(
              () -> {
                List<Inspection> inspections = deadline.hasPassed() ? List.of() : look.apply(image);
                if (!inspections.isEmpty()) {
                  found.put(image, inspections);
                }
              }));
    }
    running.forEach(PacedInspector::await);
    return found;
  }

  /// On behalf of each puller in turn, until one is let in.
  private List<Inspection> inspect(
      List<Puller> pullers,
      Deadline deadline,
      BiFunction<Inspections, Deadline, List<Inspection>> look) {
    Deadline share = Deadline.in(timePerImage).earlierOf(deadline);
    List<Inspection> found = List.of();
    for (Puller puller : pullers) {
      found = look.apply(inspections.as(puller), share);
      if (!isRefused(found) || share.hasPassed()) {
        return found;
      }
    }
    return pullers.isEmpty() ? look.apply(inspections, share) : found;
  }

  private static boolean isRefused(List<Inspection> found) {
    return found.stream()
        .anyMatch(
            inspection ->
                inspection instanceof Uninspectable(Unknown why, _)
                    && (why.cause() == Cause.UNAUTHORIZED || why.cause() == Cause.NOT_FOUND));
  }

  private static List<Inspection> inspect(
      Inspections inspections, Reference image, Set<Policy> policies, Deadline share) {
    Depth depth = depth(policies, rule -> rule.description().depth());
    List<Inspection> found = inspect(inspections, image, depth, share);
    Depth needed = depth;
    for (Inspection inspection : found) {
      Depth forThis =
          switch (inspection) {
            case Inspected(Facts facts, _) -> depth(policies, rule -> rule.depthFor(facts));
            case Uninspectable _ -> depth;
          };
      needed = forThis.isDeeperThan(needed) ? forThis : needed;
    }
    return needed.isDeeperThan(depth) ? inspect(inspections, image, needed, share) : found;
  }

  private static List<Inspection> inspect(
      Inspections inspections, Reference image, Depth depth, Deadline deadline) {
    return inspections
        .of(Map.of(image, depth), Duration.ZERO, deadline)
        .getOrDefault(image, List.of());
  }

  private static Depth depth(Set<Policy> policies, Function<Rule<?>, Depth> ofRule) {
    return policies.stream()
        .flatMap(policy -> policy.rules().stream())
        .<Rule<?>>map(RuleSetting::rule)
        .map(ofRule)
        .reduce(Depth.REFERENCE, (one, other) -> one.isDeeperThan(other) ? one : other);
  }

  private static void await(Future<?> inspection) {
    try {
      inspection.get();
    } catch (ExecutionException e) {
      LOG.atError().setCause(e.getCause()).log("Inspection for the audit failed");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
