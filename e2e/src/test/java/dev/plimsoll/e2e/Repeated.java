package dev.plimsoll.e2e;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// One attempt after the other beside a test, until it is closed, and what went wrong in which.
public final class Repeated implements AutoCloseable {
  private final Duration pause;
  private final Supplier<Optional<String>> attempt;
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> failed = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  private Repeated(Duration pause, Supplier<Optional<String>> attempt) {
    this.pause = pause;
    this.attempt = attempt;
    this.thread = Thread.ofVirtual().name("repeated").start(this::run);
  }

  /// @param attempt returns what went wrong
  public static Repeated every(Duration pause, Supplier<Optional<String>> attempt) {
    return new Repeated(pause, attempt);
  }

  public int count() {
    return count.get();
  }

  /// Those that went wrong, with their time.
  public List<String> failed() {
    return failed;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while an attempt ends", e);
    }
  }

  /// What is thrown went wrong as well, and is no reason to give up.
  private Optional<String> outcome() {
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private void run() {
    while (!closed) {
      outcome().ifPresent(what -> failed.add(LocalTime.now() + " " + what));
      count.incrementAndGet();
      Patience.pause(pause);
    }
  }
}
