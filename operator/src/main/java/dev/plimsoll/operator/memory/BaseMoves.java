package dev.plimsoll.operator.memory;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Movements;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Since when known bases are no longer the layers that they once were.
@Singleton
public final class BaseMoves implements Movements {
  private final Map<String, Map<List<Digest>, Instant>> left = new ConcurrentHashMap<>();

  /// A base was looked up and is `current` by now, one chain of layers for each platform; `known`
  /// are all chains that it has been, as far as they are still remembered.
  public void seen(
      String name, Collection<List<Digest>> current, Collection<List<Digest>> known, Instant now) {
    left.compute(
        name,
        (_, before) -> {
          Map<List<Digest>, Instant> former = before == null ? Map.of() : before;
          return known.stream()
              .distinct()
              .filter(chain -> !current.contains(chain))
              .collect(
                  toUnmodifiableMap(Function.identity(), chain -> former.getOrDefault(chain, now)));
        });
  }

  /// Forgets the bases that no policy lists any more.
  public void keepOnly(Set<String> names) {
    left.keySet().retainAll(names);
  }

  @Override
  public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
    return Optional.ofNullable(left.getOrDefault(name, Map.of()).get(diffIds));
  }

  @Override
  public Optional<Instant> ofTag(Reference tag, Digest image) {
    return Optional.empty();
  }
}
