package dev.plimsoll.operator.audit;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into many images, a few at a time, each for no longer than its share of the time there
/// is, so that a registry that hangs holds up its own images alone.
///
/// Each round begins elsewhere: images that never come back must not always be the first.
public final class PacedInspector implements Audit.Inspector, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedInspector.class);

  private final Inspections inspections;
  private final Duration timePerImage;
  private final ExecutorService threads;

  PacedInspector(Inspections inspections, int atOnce, Duration timePerImage) {
    this.inspections = inspections;
    this.timePerImage = timePerImage;
    this.threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("audit-", 0).factory());
  }

  @Override
  public Map<Reference, List<Inspection>> inspect(
      Map<Reference, Set<Policy>> images, Deadline deadline) {
    Map<Reference, List<Inspection>> found = new ConcurrentHashMap<>();
    List<Reference> order = new ArrayList<>(images.keySet());
    Collections.shuffle(order);
    List<Future<?>> running = new ArrayList<>();
    for (Reference image : order) {
      Set<Policy> policies = images.getOrDefault(image, Set.of());
      running.add(
          threads.submit(
              () -> {
                List<Inspection> inspections =
                    deadline.hasPassed() ? List.of() : inspect(image, policies, deadline);
                if (!inspections.isEmpty()) {
                  found.put(image, inspections);
                }
              }));
    }
    running.forEach(PacedInspector::await);
    return found;
  }

  private List<Inspection> inspect(Reference image, Set<Policy> policies, Deadline deadline) {
    Deadline share = Deadline.in(timePerImage).earlierOf(deadline);
    Depth depth = depth(policies, rule -> rule.description().depth());
    List<Inspection> found = inspect(image, depth, share);
    Depth needed = depth;
    for (Inspection inspection : found) {
      Depth forThis =
          switch (inspection) {
            case Inspected(Facts facts, _) -> depth(policies, rule -> rule.depthFor(facts));
            case Uninspectable _ -> depth;
          };
      needed = forThis.isDeeperThan(needed) ? forThis : needed;
    }
    return needed.isDeeperThan(depth) ? inspect(image, needed, share) : found;
  }

  private List<Inspection> inspect(Reference image, Depth depth, Deadline deadline) {
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
