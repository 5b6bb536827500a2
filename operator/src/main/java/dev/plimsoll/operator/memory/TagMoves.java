package dev.plimsoll.operator.memory;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Movements;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the tags of running images mean, each asked for once in a while.
@Singleton
public final class TagMoves implements Movements {
  /// How long an answer is believed; as much again may pass until it is asked for, an hour in all.
  public static final Duration BELIEVED = Duration.ofMinutes(30);

  /// After how long a tag is asked for again that nobody could tell.
  static final Duration AGAIN = Duration.ofMinutes(5);

  private final Map<Reference, Seen> tags = new ConcurrentHashMap<>();

  /// The manifests of all platforms that a tag means, none where nobody could tell yet; since when
  /// that is known; and when to ask again.
  private record Seen(Set<Digest> images, Instant since, Instant askAgain) {
    Seen {
      images = Set.copyOf(images);
    }
  }

  /// Forgets all other tags, and says which of these are to be asked for.
  public Set<Reference> due(Set<Reference> wanted, Instant now) {
    tags.keySet().retainAll(wanted);
    Set<Reference> due = new HashSet<>(wanted);
    due.removeIf(
        tag -> {
          Seen seen = tags.get(tag);
          return seen != null && now.isBefore(seen.askAgain);
        });
    return due;
  }

  /// Notes what tags were found to mean, and returns those of which that is news. What a tag of
  /// `asked` means that is not among them nobody could tell: what was known of it stays.
  public Set<Reference> note(
      Collection<Reference> asked, Map<Reference, Set<Digest>> found, Instant now) {
    Set<Reference> news = new HashSet<>();
    for (Reference tag : asked) {
      Set<Digest> images = found.getOrDefault(tag, Set.of());
      Seen before = tags.getOrDefault(tag, new Seen(Set.of(), now, now));
      if (images.isEmpty()) {
        tags.put(tag, new Seen(before.images, before.since, now.plus(AGAIN)));
      } else if (images.equals(before.images)) {
        tags.put(tag, new Seen(images, before.since, now.plus(BELIEVED)));
      } else {
        tags.put(tag, new Seen(images, now, now.plus(BELIEVED)));
        news.add(tag);
      }
    }
    return news;
  }

  @Override
  public Optional<Instant> ofTag(Reference tag, Digest image) {
    return Optional.ofNullable(tags.get(tag))
        .filter(seen -> !seen.images.isEmpty() && !seen.images.contains(image))
        .map(Seen::since);
  }

  @Override
  public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
    return Optional.empty();
  }
}
