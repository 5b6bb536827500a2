package dev.plimsoll.operator.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PunctualInspectionsTest {
  private static final Reference ONE = Reference.parse("one:1");
  private static final Reference TWO = Reference.parse("two:1");
  private static final Inspection READ =
      new Inspected(FactsBuilder.image().layer(1, "FROM x").facts());

  @Test
  void looksIntoAllImagesAtOnce() {
    CyclicBarrier together = new CyclicBarrier(2);
    Inspector inspector =
        (_, _, _, _) -> {
          try {
            together.await(10, TimeUnit.SECONDS);
            return List.of(READ);
          } catch (Exception e) {
            throw new AssertionError("the images are looked into one after the other", e);
          }
        };

    assertThat(inspect(inspector, Duration.ofSeconds(15)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(ONE, List.of(READ), TWO, List.of(READ)));
  }

  @Test
  void isBackInTimeThoughTheInspectorHangs() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Inspector inspector =
        (reference, _, _, _) -> {
          if (reference.equals(ONE)) {
            return List.of(READ);
          }
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException _) {
            interrupted.countDown();
          }
          return List.of();
        };
    long started = System.nanoTime();

    Map<Reference, List<Inspection>> found = inspect(inspector, Duration.ofSeconds(3));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    assertThat(found.get(ONE)).containsExactly(READ);
    assertThat(found.get(TWO))
        .singleElement()
        .isInstanceOfSatisfying(
            Uninspectable.class, it -> assertThat(it.why().cause()).isEqualTo(Cause.SCAN_PENDING));
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("no thread is left behind").isTrue();
  }

  @Test
  void countsAFaultAsAnImageThatCannotBeRead() {
    Inspector inspector =
        (_, _, _, _) -> {
          throw new IllegalStateException("a fault of ours");
        };

    assertThat(inspect(inspector, Duration.ofSeconds(20)).get(ONE))
        .singleElement()
        .isInstanceOfSatisfying(
            Uninspectable.class,
            it -> {
              assertThat(it.why().cause()).isEqualTo(Cause.UNREADABLE);
              assertThat(it.why().detail()).contains("one:1", "log").doesNotContain("a fault");
            });
  }

  @Test
  void givesTheInspectorLessTimeThanThereIs() {
    AtomicReference<Deadline> given = new AtomicReference<>();
    Deadline deadline = Deadline.in(Duration.ofSeconds(40));
    Inspector inspector =
        (_, _, _, itsDeadline) -> {
          given.set(itsDeadline);
          return List.of(READ);
        };

    try (PunctualInspections inspections = new PunctualInspections(inspector)) {
      inspections.of(Map.of(ONE, Depth.CONFIG), Duration.ofHours(1), deadline);
    }

    assertThat(Duration.ofNanos(deadline.nanoTime() - given.get().nanoTime()))
        .isEqualTo(Duration.ofMillis(100));
  }

  private static Map<Reference, List<Inspection>> inspect(Inspector inspector, Duration time) {
    try (PunctualInspections inspections = new PunctualInspections(inspector)) {
      Map<Reference, Depth> images = new LinkedHashMap<>();
      images.put(TWO, Depth.CONFIG);
      images.put(ONE, Depth.FILES);
      return inspections.of(images, Duration.ofHours(1), Deadline.in(time));
    }
  }
}
