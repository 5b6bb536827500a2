package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many questions to one registry each namespace has under way at once, at most: the pace
/// that a registry is asked at is shared by all, and a namespace that starts hundreds of images
/// must not take all of it.
final class Turns {
  private static final int LANES = 5_000;

  private final int atOnce;
  private final Cache<Lane, Semaphore> turns =
      Caffeine.newBuilder()
          .maximumSize(LANES)
          .expireAfterAccess(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  private record Lane(String namespace, String registry) {}

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  @FunctionalInterface
  interface Question<T> {
    T ask() throws SourceException;
  }

  <T> T take(String namespace, String registry, Deadline deadline, Question<T> question)
      throws SourceException {
    Lane lane = new Lane(namespace, registry);
    Semaphore turn = turns.get(lane, _ -> new Semaphore(atOnce, true));
    await(turn, lane, deadline);
    try {
      return question.ask();
    } finally {
      turn.release();
    }
  }

  private void await(Semaphore turn, Lane lane, Deadline deadline) throws SourceException {
    try {
      if (!turn.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SourceException.RateLimited(
            "namespace %s has %d questions to %s under way already; try again shortly"
                .formatted(lane.namespace, atOnce, lane.registry));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException.Unavailable("the operator is stopping", e);
    }
  }
}
