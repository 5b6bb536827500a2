package dev.plimsoll.registry.plugin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.plimsoll.image.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What programs said lately, as long as it is good, and how many of them run at once.
final class Kept<V> {
  private static final int ANSWERS = 1_000;
  private static final int AT_ONCE = 4;

  /// What a program said, the key under which others find it, and how long it is good for.
  record Answer<V>(Object key, V value, Duration life) {}

  private final Semaphore running = new Semaphore(AT_ONCE, true);
  private final Function<String, V> unasked;
  private final Cache<Object, Answer<V>> answers =
      Caffeine.newBuilder()
          .maximumSize(ANSWERS)
          .expireAfter(Expiry.<Object, Answer<V>>writing((_, answer) -> answer.life))
          .executor(Runnable::run)
          .build();

  /// `unasked` makes something of the reason why nothing was asked.
  Kept(Function<String, V> unasked) {
    this.unasked = unasked;
  }

  /// What is kept under the first of the keys, else what asking brings.
  V get(List<?> keys, Deadline deadline, Supplier<Answer<V>> ask) {
    Answer<V> known = known(keys);
    if (known != null) {
      return known.value;
    }
    try {
      if (!running.tryAcquire(deadline.remaining().toNanos(), NANOSECONDS)) {
        return unasked.apply("other logins were being asked for all the time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unasked.apply("asking for a login was called off");
    }
    try {
      Answer<V> meanwhile = known(keys);
      return meanwhile == null ? keep(ask.get()) : meanwhile.value;
    } finally {
      running.release();
    }
  }

  private @Nullable Answer<V> known(List<?> keys) {
    return keys.stream()
        .map(answers::getIfPresent)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private V keep(Answer<V> answer) {
    if (answer.life.isPositive()) {
      answers.put(answer.key, answer);
    }
    return answer.value;
  }
}
