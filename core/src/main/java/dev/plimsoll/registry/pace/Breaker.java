package dev.plimsoll.registry.pace;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Whether one host is asked at all: not while it has just failed several times in a row.
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private int failures;
  private int pauses;
  private long openedNanos;
  private Duration pause = Duration.ZERO;
  private boolean probing;

  /// How long the host is still left alone; zero where it may be asked now, which is then to be
  /// followed by one of the three outcomes.
  synchronized Duration enter(long now) {
    if (pauses == 0) {
      return Duration.ZERO;
    }
    Duration left = pause.minusNanos(now - openedNanos);
    if (left.isPositive()) {
      return left;
    }
    if (probing) {
      return FIRST_PAUSE;
    }
    probing = true;
    return Duration.ZERO;
  }

  /// Since how long the host has been left alone.
  synchronized Duration openFor(long now) {
    return pauses == 0 ? Duration.ZERO : Duration.ofNanos(now - openedNanos);
  }

  synchronized boolean isOpen(long now) {
    return pauses > 0 && pause.minusNanos(now - openedNanos).isPositive();
  }

  synchronized void answered() {
    failures = 0;
    pauses = 0;
    probing = false;
  }

  synchronized void failed(long now) {
    failures++;
    if (pauses == 0 ? failures < FAILURES : !probing) {
      return;
    }
    probing = false;
    openedNanos = now;
    long millis = FIRST_PAUSE.toMillis() << Math.min(pauses, 10);
    millis = Math.min(millis, LONGEST_PAUSE.toMillis());
    pause = Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4));
    pauses++;
  }

  /// Neither: whoever asked stopped waiting before the host could be blamed.
  synchronized void undecided() {
    probing = false;
  }
}
