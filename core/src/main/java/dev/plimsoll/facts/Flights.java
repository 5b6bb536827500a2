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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Things read from afar, by key: each is fetched once however many ask for it at the same time,
/// goes on when those who asked have stopped waiting, and is kept as long as there is room.
///
/// What arrived was checked against its key and serves everyone. What is under way or failed does
/// so only along the same *route*: one registry may be slow, or send what it should not, and
/// another one not. Even there nobody depends on someone else: whoever finds that another was
/// refused, or another repository failed, or another tenant waits too long, asks itself.
///
/// A failure is kept so long that nobody is asked again at once for what just failed: not at all
/// where a push or a credential mends it, a minute where the same bytes would fail again, and
/// twice as long each time that they do, up to hours.
final class Flights<K, V> {
  private static final Duration FIRST_TIME = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 8;
  private static final int REPEATERS = 10_000;
  private static final int FAILURES = 5_000;

  /// How long a tenant waits for what another one is asked for, as a rule.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

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

  /// A key, and the route by which it is fetched.
  private record Leg<K>(K key, Object route) {}

  /// The route of one tenant to one repository, where it goes alone.
  private record Alone(Object route, Tenant tenant, String repository) {}

  private final Cache<K, V> arrived;
  private final AsyncCache<Leg<K>, Landing<V>> underway;
  private final Threads threads;
  private final Duration patience;

  /// How often what failed for good has failed before.
  private final Cache<Object, Integer> repeaters =
      Caffeine.newBuilder().maximumSize(REPEATERS).executor(Runnable::run).build();

  /// Keeps things up to `room`, each as heavy as `weight` says, and fetches by `threads`.
  Flights(Bytes room, ToLongFunction<V> weight, Threads threads) {
    this(room, weight, threads, PATIENCE);
  }

  /// The same, where a tenant waits so long for what another one is asked for.
  Flights(Bytes room, ToLongFunction<V> weight, Threads threads, Duration patience) {
    this.threads = threads;
    this.patience = patience;
    this.arrived =
        Caffeine.newBuilder()
            .maximumWeight(room.count())
            .weigher((K _, V value) -> (int) Math.min(Integer.MAX_VALUE, weight.applyAsLong(value)))
            .executor(Runnable::run)
            .build();
    this.underway =
        Caffeine.newBuilder()
            .maximumSize(FAILURES)
            .expireAfter(Expiry.<Leg<K>, Landing<V>>creating(this::lifetime))
            .executor(Runnable::run)
            .buildAsync();
  }

  /// What is under way or was fetched for a key, else a new flight of this place's. `route` is
  /// who is asked for what: those who share it may be answered together.
  CompletableFuture<Landing<V>> join(K key, Object route, Place place, Fetch<V> fetch) {
    Flight<V> flight = flight(key, route, place, fetch);
    if (flight.place.isLike(place)) {
      return flight;
    }
    return flight
        .mayBegin(place.tenant().name(), threads.of(place.tenant()))
        .copy()
        .completeOnTimeout(null, patience.toNanos(), NANOSECONDS)
        .thenCompose(
            landing ->
                landing == null || isAnothers(landing, flight.place, place)
                    ? flight(key, alone(route, place), place, fetch)
                    : flight);
  }

  private Flight<V> flight(K key, Object route, Place place, Fetch<V> fetch) {
    V known = arrived.getIfPresent(key);
    if (known != null) {
      return Flight.landed(place, new Landing.Arrived<>(known));
    }
    CompletableFuture<Landing<V>> flight =
        underway.get(
            new Leg<>(key, route),
            (_, _) ->
                new Flight<>(place, () -> fetched(key, fetch))
                    .mayBegin(place.tenant().name(), threads.of(place.tenant())));
    return (Flight<V>) flight;
  }

  private static Object alone(Object route, Place place) {
    return new Alone(route, place.tenant(), place.origin());
  }

  /// What came by another route meanwhile is not fetched again.
  private Landing<V> fetched(K key, Fetch<V> fetch) {
    V known = arrived.getIfPresent(key);
    if (known != null) {
      return new Landing.Arrived<>(known);
    }
    Landing<V> landing = land(fetch);
    if (landing instanceof Landing.Arrived<V>(V value)) {
      arrived.put(key, value);
    }
    return landing;
  }

  /// A flight, whose it is, and those in whose turn it may begin.
  private static final class Flight<V> extends CompletableFuture<Landing<V>> {
    private final Place place;
    private final Supplier<Landing<V>> fetch;
    private final Set<String> offered = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();

    Flight(Place place, Supplier<Landing<V>> fetch) {
      this.place = place;
      this.fetch = fetch;
    }

    static <V> Flight<V> landed(Place place, Landing<V> landing) {
      Flight<V> flight = new Flight<>(place, () -> landing);
      flight.complete(landing);
      return flight;
    }

    /// Has it begin in a tenant's turn, unless another turn comes first: who waits for the same
    /// does not wait behind all else that the first one to ask wants.
    Flight<V> mayBegin(String tenant, Executor executor) {
      if (!begun.get() && offered.add(tenant)) {
        executor.execute(
            () -> {
              if (begun.compareAndSet(false, true)) {
                completeAsync(fetch, Runnable::run);
              }
            });
      }
      return this;
    }
  }

  /// Whether a failure says nothing of this place: another tenant may have other credentials, and
  /// another repository may send other bytes.
  private static <V> boolean isAnothers(Landing<V> landing, Place theirs, Place ours) {
    return landing instanceof Landing.Failed<V>(SourceException why)
        && (!theirs.origin().equals(ours.origin())
            || switch (why) {
              case SourceException.NotFound _,
                  SourceException.Unauthorized _,
                  SourceException.RateLimited _ ->
                  true;
              case SourceException.Unavailable _,
                  SourceException.Malformed _,
                  SourceException.DigestMismatch _,
                  SourceException.TooLarge _ ->
                  false;
            });
  }

  /// Keeps what came by another way.
  void put(K key, V value) {
    arrived.put(key, value);
  }

  /// What was fetched for a key, where it is still kept.
  Optional<V> arrived(K key) {
    return Optional.ofNullable(arrived.getIfPresent(key));
  }

  /// Why the last flight for a key along this route failed, where that is still held against it.
  Optional<SourceException> failure(K key, Object route) {
    CompletableFuture<Landing<V>> known = underway.getIfPresent(new Leg<>(key, route));
    return known != null && known.getNow(null) instanceof Landing.Failed<V>(SourceException why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /// Forgets what was fetched for a key along this route, or that it failed; what is under way
  /// goes on.
  void forget(K key, Object route) {
    arrived.invalidate(key);
    Leg<K> leg = new Leg<>(key, route);
    CompletableFuture<Landing<V>> known = underway.getIfPresent(leg);
    if (known != null && known.isDone()) {
      underway.asMap().remove(leg, known);
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

  private Duration lifetime(Leg<K> leg, Landing<V> landing) {
    return switch (landing) {
      case Landing.Arrived<V> _ -> Duration.ZERO;
      case Landing.Failed<V>(SourceException why) ->
          switch (why) {
            case SourceException.NotFound _, SourceException.Unauthorized _ -> Duration.ZERO;
            case SourceException.RateLimited _, SourceException.Unavailable _ ->
                Duration.ofSeconds(2);
            case SourceException.Malformed _,
                SourceException.DigestMismatch _,
                SourceException.TooLarge _ ->
                untilNextTry(leg);
          };
    };
  }

  /// How long what just failed for good is left alone: longer each time.
  Duration untilNextTry(Object leg) {
    int before = repeaters.asMap().merge(leg, 1, (count, one) -> count + one) - 1;
    return FIRST_TIME.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
  }
}
