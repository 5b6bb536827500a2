package dev.plimsoll.facts;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Things read from afar, by key: each is fetched once however many ask for it at the same time,
/// goes on when those who asked have stopped waiting, and is kept as long as there is room.
///
/// A failure is kept so long that nobody is asked again at once for what just failed: not at all
/// where a push or a credential mends it, a minute where the same bytes would fail again, and
/// twice as long each time that they do, up to hours.
final class Flights<K, V> {
  private static final Duration FOR_GOOD = Duration.ofDays(36_500);
  private static final Duration FIRST_TIME = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 8;
  private static final int REPEATERS = 10_000;
  private static final int WEIGHT_OF_FAILURE = 1000;

  /// How one thing is fetched.
  interface Fetch<V> {
    V fetch() throws SourceException, TimeoutException;
  }

  /// Where a tenant's flights run.
  @FunctionalInterface
  interface Threads {
    Executor of(Tenant tenant);
  }

  /// What came of fetching something.
  sealed interface Landing<V> {
    record Arrived<V>(V value) implements Landing<V> {}

    record Failed<V>(SourceException why) implements Landing<V> {}
  }

  private final AsyncCache<K, Landing<V>> cache;
  private final Threads executor;

  /// How often what failed for good has failed before.
  private final Cache<K, Integer> repeaters =
      Caffeine.newBuilder().maximumSize(REPEATERS).executor(Runnable::run).build();

  /// Keeps things up to `room`, each as heavy as `weight` says, and fetches by `executor`.
  Flights(Bytes room, ToLongFunction<V> weight, Threads executor) {
    this.executor = executor;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(room.count())
            .weigher((K _, Landing<V> landing) -> weigh(landing, weight))
            .expireAfter(Expiry.<K, Landing<V>>creating(this::lifetime))
            .executor(Runnable::run)
            .buildAsync();
  }

  /// What is under way or was fetched for a key, else a new flight of this tenant's. Where
  /// another tenant was refused, this one asks itself.
  CompletableFuture<Landing<V>> join(K key, Tenant tenant, Fetch<V> fetch) {
    CompletableFuture<Landing<V>> flight =
        cache.get(
            key, (_, _) -> new Flight<V>(tenant).begin(() -> land(fetch), executor.of(tenant)));
    if (!(flight instanceof Flight<V> known) || known.tenant.equals(tenant)) {
      return flight;
    }
    return flight.thenCompose(
        landing -> {
          if (!isRefusal(landing)) {
            return flight;
          }
          cache.asMap().remove(key, flight);
          return join(key, tenant, fetch);
        });
  }

  /// A flight, and whose it is.
  private static final class Flight<V> extends CompletableFuture<Landing<V>> {
    private final Tenant tenant;

    Flight(Tenant tenant) {
      this.tenant = tenant;
    }

    Flight<V> begin(Supplier<Landing<V>> fetch, Executor executor) {
      completeAsync(fetch, executor);
      return this;
    }
  }

  /// Whether another tenant may be answered otherwise: by credentials of its own.
  private static <V> boolean isRefusal(Landing<V> landing) {
    return landing instanceof Landing.Failed<V>(SourceException why)
        && switch (why) {
          case SourceException.NotFound _,
              SourceException.Unauthorized _,
              SourceException.RateLimited _ ->
              true;
          case SourceException.Unavailable _,
              SourceException.Malformed _,
              SourceException.DigestMismatch _,
              SourceException.TooLarge _ ->
              false;
        };
  }

  /// Keeps what came by another way.
  void put(K key, V value) {
    cache.put(key, CompletableFuture.completedFuture(new Landing.Arrived<>(value)));
  }

  /// What came of the last flight for a key, if that has landed.
  Optional<Landing<V>> landed(K key) {
    CompletableFuture<Landing<V>> known = cache.getIfPresent(key);
    return Optional.ofNullable(known).map(flight -> flight.getNow(null));
  }

  /// Forgets what was fetched for a key; what is under way goes on.
  void forget(K key) {
    CompletableFuture<Landing<V>> known = cache.getIfPresent(key);
    if (known != null && known.isDone()) {
      cache.asMap().remove(key, known);
    }
  }

  /// Waits for a flight as long as the deadline allows.
  static <V> V await(CompletableFuture<Landing<V>> flight, Deadline deadline)
      throws SourceException, TimeoutException {
    try {
      return valueOf(flight.get(deadline.remaining().toNanos(), NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    } catch (ExecutionException e) {
      throw new SourceException.Malformed("it could not be read: " + e.getCause(), e);
    }
  }

  /// What a flight brought, or why not.
  static <V> V valueOf(Landing<V> landing) throws SourceException {
    return switch (landing) {
      case Landing.Arrived<V>(V value) -> value;
      case Landing.Failed<V>(SourceException why) -> throw why;
    };
  }

  /// Fetches; every failure lands as one, a fault of ours too, lest it read as a pass.
  static <V> Landing<V> land(Fetch<V> fetch) {
    try {
      return new Landing.Arrived<>(fetch.fetch());
    } catch (SourceException e) {
      return new Landing.Failed<>(e);
    } catch (TimeoutException e) {
      return new Landing.Failed<>(
          new SourceException.Unavailable("the registry did not answer in time", e));
    } catch (RuntimeException e) {
      return new Landing.Failed<>(
          new SourceException.Malformed("it could not be read, for a fault of ours: " + e, e));
    } catch (OutOfMemoryError | StackOverflowError e) {
      return new Landing.Failed<>(
          new SourceException.TooLarge("reading it takes more memory than there is", e));
    }
  }

  private static <V> int weigh(Landing<V> landing, ToLongFunction<V> weight) {
    return switch (landing) {
      case Landing.Arrived<V>(V value) ->
          (int) Math.min(Integer.MAX_VALUE, weight.applyAsLong(value));
      case Landing.Failed<V> _ -> WEIGHT_OF_FAILURE;
    };
  }

  private Duration lifetime(K key, Landing<V> landing) {
    return switch (landing) {
      case Landing.Arrived<V> _ -> FOR_GOOD;
      case Landing.Failed<V>(SourceException why) ->
          switch (why) {
            case SourceException.NotFound _, SourceException.Unauthorized _ -> Duration.ZERO;
            case SourceException.RateLimited _, SourceException.Unavailable _ ->
                Duration.ofSeconds(2);
            case SourceException.Malformed _,
                SourceException.DigestMismatch _,
                SourceException.TooLarge _ ->
                untilNextTry(key);
          };
    };
  }

  /// How long what just failed for good is left alone: longer each time.
  Duration untilNextTry(K key) {
    int before = repeaters.asMap().merge(key, 1, (count, one) -> count + one) - 1;
    return FIRST_TIME.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
  }
}
