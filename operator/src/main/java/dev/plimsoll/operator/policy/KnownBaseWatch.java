package dev.plimsoll.operator.policy;

import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.facts.KnownBases.Base;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.operator.round.Rounds;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps known the layers of the base images that policies name, looked up on a period and when
/// a policy names another.
///
/// A tag moves on, but the applications built on what it was do not: earlier layers stay known,
/// a bounded number for each name. A base that cannot be read keeps what was known of it and is
/// asked for again soon.
final class KnownBaseWatch implements AutoCloseable {
  static final int CHAINS_PER_NAME = 16;
  static final Duration QUIET = Duration.ofMillis(100);
  static final Duration AGAIN = Duration.ofMinutes(1);
  static final Duration TIME_PER_BASE = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(KnownBaseWatch.class);

  private final Reader reader;
  private final Supplier<Set<String>> names;
  private final Consumer<KnownBases> onChange;
  private final Duration period;
  private final BaseMoves moves;
  private final InstantSource clock;
  private final Map<String, Set<Base>> known = new LinkedHashMap<>();
  private final Rounds rounds =
      new Rounds("known-bases", new Rounds.Times(QUIET, AGAIN), this::next);
  private KnownBases told = KnownBases.NONE;
  private @Nullable Set<String> lookedUp;
  private long due = System.nanoTime();

  /// Reads the bases that stand behind one name, one for each platform.
  @FunctionalInterface
  interface Reader {
    List<Base> read(String name, Deadline deadline) throws SourceException;
  }

  /// Tells `moves` of every base that is other layers than it was.
  KnownBaseWatch(
      Reader reader,
      Supplier<Set<String>> names,
      Consumer<KnownBases> onChange,
      Duration period,
      BaseMoves moves,
      InstantSource clock) {
    this.moves = moves;
    this.clock = clock;
    this.reader = reader;
    this.names = names;
    this.onChange = onChange;
    this.period = period;
  }

  /// The names that all policies list together.
  static Set<String> namesIn(PolicyIndex index) {
    return index
        .all()
        .flatMap(policy -> policy.policy().stream())
        .flatMap(policy -> policy.knownBases().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Policies changed; whether that is about bases is found out here.
  void poke() {
    rounds.poke();
  }

  void start() {
    rounds.start();
  }

  /// Looks the bases up where it is time to, or where they are others than the last time.
  private Duration next() throws InterruptedException {
    Set<String> wanted = names.get();
    Duration left = Duration.ofNanos(due - System.nanoTime());
    if (wanted.equals(lookedUp) && left.isPositive()) {
      return left;
    }
    Duration wait = refresh(wanted) ? period : AGAIN;
    due = System.nanoTime() + wait.toNanos();
    lookedUp = wanted;
    return wait;
  }

  /// Looks every base up once; false where one of them could not be read.
  boolean refresh(Set<String> wanted) throws InterruptedException {
    boolean complete = true;
    known.keySet().retainAll(wanted);
    moves.keepOnly(wanted);
    for (String name : wanted) {
      complete &= look(name);
    }
    KnownBases now =
        new KnownBases(known.values().stream().flatMap(Set::stream).distinct().toList());
    if (!now.equals(told)) {
      onChange.accept(now);
      told = now;
    }
    return complete;
  }

  private boolean look(String name) throws InterruptedException {
    try {
      List<Base> current = reader.read(name, Deadline.in(TIME_PER_BASE));
      current.forEach(base -> remember(name, base));
      moves.seen(
          name, chains(current), chains(known.getOrDefault(name, Set.of())), clock.instant());
      return true;
    } catch (SourceException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.atWarn()
          .addKeyValue("base", name)
          .addKeyValue("why", e.getMessage())
          .setCause(e instanceof RuntimeException ? e : null)
          .log("Known base could not be read");
      return false;
    }
  }

  private static Set<List<Digest>> chains(Collection<Base> bases) {
    return bases.stream().map(Base::diffIds).collect(Collectors.toSet());
  }

  private void remember(String name, Base base) {
    Set<Base> chains = known.computeIfAbsent(name, _ -> new LinkedHashSet<>());
    chains.remove(base);
    chains.add(base);
    if (chains.size() > CHAINS_PER_NAME) {
      List<Base> newest = new ArrayList<>(chains);
      chains.retainAll(newest.subList(newest.size() - CHAINS_PER_NAME, newest.size()));
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
