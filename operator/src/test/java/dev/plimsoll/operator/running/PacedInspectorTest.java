package dev.plimsoll.operator.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacedInspectorTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Facts BY_NUMBER = FactsBuilder.image().layer(1, "COPY x").user("10").facts();
  private static final Facts BY_NAME = FactsBuilder.image().layer(1, "COPY x").user("app").facts();
  private static final Policy CONFIG_ALONE = policy("{rules: {user: {rootUser: {}}}}");
  private static final Policy FILES = policy("{profile: Baseline}");

  private final Queue<Depth> depths = new ConcurrentLinkedQueue<>();

  @Test
  void looksNoDeeperThanThePoliciesAsk() {
    look(answering(BY_NUMBER), Set.of(CONFIG_ALONE));
    assertThat(depths).containsExactly(Depth.CONFIG);

    look(answering(BY_NUMBER), Set.of(CONFIG_ALONE, FILES));
    assertThat(depths).containsExactly(Depth.FILES);
  }

  @Test
  void looksDeeperWhereTheImageAsksForIt() {
    look(answering(BY_NAME), Set.of(CONFIG_ALONE));

    assertThat(depths).containsExactly(Depth.CONFIG, Depth.FILES);
  }

  @Test
  void looksIntoAFewAtOnce() {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier three = new CyclicBarrier(3);
    Inspections counting =
        (images, _, _) -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          await(three);
          sleep(Duration.ofMillis(10));
          atOnce.decrementAndGet();
          return answers(images, BY_NUMBER);
        };
    try (PacedInspector inspector = new PacedInspector(counting, 3, LONG)) {
      assertThat(inspector.inspect(images(21), new Pullers(), Deadline.in(LONG))).hasSize(21);
    }
    assertThat(most).hasValue(3);
  }

  @Test
  void imageThatNeverComesBackHoldsUpItselfAlone() {
    Reference hanging = Reference.parse("registry.example.com/app0:1");
    Inspections inspections =
        (images, _, deadline) -> {
          if (images.containsKey(hanging)) {
            sleep(deadline.remaining());
            return Map.of();
          }
          return answers(images, BY_NUMBER);
        };
    try (PacedInspector inspector = new PacedInspector(inspections, 2, Duration.ofMillis(300))) {
      Map<Reference, List<Inspection>> found =
          inspector.inspect(images(10), new Pullers(), Deadline.in(LONG));

      assertThat(found).hasSize(9).doesNotContainKey(hanging);
    }
  }

  @Test
  void stopsAtTheDeadline() {
    Semaphore never = new Semaphore(0);
    Inspections inspections =
        (_, _, deadline) -> {
          try {
            never.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return Map.of();
        };
    long started = System.nanoTime();
    try (PacedInspector inspector = new PacedInspector(inspections, 2, LONG)) {
      inspector.inspect(images(50), new Pullers(), Deadline.in(Duration.ofMillis(300)));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void inspectorThatFailsLeavesOutItsImage() {
    Inspections inspections =
        (images, _, _) -> {
          if (images.containsKey(Reference.parse("registry.example.com/app0:1"))) {
            throw new IllegalStateException("broken");
          }
          return answers(images, BY_NUMBER);
        };
    try (PacedInspector inspector = new PacedInspector(inspections, 2, LONG)) {
      assertThat(inspector.inspect(images(10), new Pullers(), Deadline.in(LONG))).hasSize(9);
    }
  }

  private void look(Inspections inspections, Set<Policy> policies) {
    depths.clear();
    try (PacedInspector inspector = new PacedInspector(inspections, 1, LONG)) {
      inspector.inspect(
          Map.of(Reference.parse("registry.example.com/app:1"), policies),
          new Pullers(),
          Deadline.in(LONG));
    }
  }

  private Inspections answering(Facts facts) {
    return (images, _, _) -> {
      depths.addAll(images.values());
      return answers(images, facts);
    };
  }

  private static Map<Reference, List<Inspection>> answers(
      Map<Reference, Depth> images, Facts facts) {
    Map<Reference, List<Inspection>> answers = new HashMap<>();
    images.keySet().forEach(image -> answers.put(image, List.of(new Inspected(facts))));
    return answers;
  }

  private static Map<Reference, Set<Policy>> images(int count) {
    Map<Reference, Set<Policy>> images = new HashMap<>();
    for (int i = 0; i < count; i++) {
      images.put(Reference.parse("registry.example.com/app" + i + ":1"), Set.of(CONFIG_ALONE));
    }
    return images;
  }

  private static Policy policy(String spec) {
    return Policies.indexed(spec).policy().orElseThrow();
  }

  /// Fails where not as many look at once as are to.
  private static void await(CyclicBarrier others) {
    try {
      others.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("they look one after another", e);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
