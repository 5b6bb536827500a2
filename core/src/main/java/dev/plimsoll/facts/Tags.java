package dev.plimsoll.facts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.facts.Flights.Landing;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// What references mean: tags with the moment they were asked for, manifests and indexes by
/// digest.
///
/// While a registry is away, a tag means what it last did, for a day; that it could not be asked
/// for is remembered with it.
final class Tags {
  private static final Bytes ROOM_FOR_TAGS = Bytes.ofMebi(4);
  private static final Bytes ROOM_FOR_MANIFESTS = Bytes.ofMebi(8);
  private static final int WEIGHT_OF_TAG = 600;
  private static final Duration LONGEST_STALE = Duration.ofDays(1);
  private static final int MOST_PLATFORMS = 16;
  private static final int DEEPEST = 2;
  private static final int MOST_INDEXED = 4_096;
  private static final int INDEXES_OF_IMAGE = 8;
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  /// What a tag pointed to when it was asked for.
  private record Asked(ResolvedManifest found, long nanoTime) {
    boolean isOlderThan(Duration age) {
      return age().compareTo(age) >= 0;
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
  }

  private final FactsShelf shelf;
  private final Flights<String, Asked> tags;
  private final Flights<Digest, Manifest> manifests;
  private final Map<Digest, Set<Digest>> indexes = Collections.synchronizedMap(new Newest());

  /// As many images as fit, those that were heard of last.
  private static final class Newest extends LinkedHashMap<Digest, Set<Digest>> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Digest, Set<Digest>> eldest) {
      return size() > MOST_INDEXED;
    }
  }

  private final Cache<String, Asked> latest;
  private final Cache<String, Asked> stale;

  Tags(FactsShelf shelf, Flights.Threads executor) {
    this.shelf = shelf;
    this.latest = bounded();
    this.stale = bounded();
    this.tags = new Flights<>(ROOM_FOR_TAGS, Tags::weight, executor);
    this.manifests = new Flights<>(ROOM_FOR_MANIFESTS, FactsShelf.MANIFESTS::weight, executor);
  }

  private static Cache<String, Asked> bounded() {
    return Caffeine.newBuilder()
        .maximumWeight(ROOM_FOR_TAGS.count())
        .weigher((String _, Asked asked) -> Math.toIntExact(weight(asked)))
        .executor(Runnable::run)
        .build();
  }

  /// How old what a tag means is, where it was gone by though its registry did not answer.
  Optional<Duration> staleness(Reference tag) {
    return Optional.ofNullable(stale.getIfPresent(tag.toString())).map(Asked::age);
  }

  /// The images that a request is about: one, or several of an index.
  List<Digest> images(InspectionRequest request, Place place)
      throws SourceException, TimeoutException {
    Digest pinned = request.reference().digest();
    ResolvedManifest found =
        pinned == null
            ? ask(request, place)
            : new ResolvedManifest(pinned, manifest(place, pinned, request.deadline()));
    List<Digest> images = images(request, place, found, 0);
    if (images.size() == 1 && !images.getFirst().equals(found.digest())) {
      indexes.merge(images.getFirst(), Set.of(found.digest()), Tags::both);
    }
    return images;
  }

  /// The indexes of which this was the only image to be judged.
  Set<Digest> indexesOf(Digest image) {
    return indexes.getOrDefault(image, Set.of());
  }

  /// An image that is in ever more indexes keeps the latest few.
  private static Set<Digest> both(Set<Digest> known, Set<Digest> more) {
    if (known.containsAll(more)) {
      return known;
    }
    Set<Digest> both = new LinkedHashSet<>(known);
    if (both.size() == INDEXES_OF_IMAGE) {
      both.remove(both.iterator().next());
    }
    both.addAll(more);
    return Collections.unmodifiableSet(both);
  }

  /// The image or index that a request's reference stands for.
  Digest digest(InspectionRequest request, Place place) throws SourceException, TimeoutException {
    Digest pinned = request.reference().digest();
    return pinned == null ? ask(request, place).digest() : pinned;
  }

  /// The manifest or index with this digest.
  Manifest manifest(Place place, Digest digest, Deadline deadline)
      throws SourceException, TimeoutException {
    return Flights.await(
        manifests.join(
            digest,
            place.origin(),
            place,
            () ->
                shelf.manifest(
                    digest,
                    () ->
                        place
                            .source()
                            .manifest(
                                place.repository(), digest, Deadline.in(ImageLibrary.SMALL_READ)))),
        deadline);
  }

  /// The index with this digest, where it was read and is still in memory.
  Optional<Manifest.OfIndex> index(Digest digest) {
    return manifests.arrived(digest).orElse(null) instanceof Manifest.OfIndex index
        ? Optional.of(index)
        : Optional.empty();
  }

  /// A tag: from memory where that is young enough; by a cheap question where the manifest is
  /// likely the same as last time; else with the manifest at once.
  private ResolvedManifest ask(InspectionRequest request, Place place)
      throws SourceException, TimeoutException {
    String key = request.reference().toString();
    String route = place.origin();
    Optional<Asked> known = tags.arrived(key);
    boolean seen = known.isPresent();
    boolean useless =
        known
            .map(asked -> asked.isOlderThan(request.maxTagAge()))
            .orElseGet(() -> tags.failure(key, route).filter(why -> !why.temporary()).isPresent());
    if (useless) {
      tags.forget(key, route);
    }
    CompletableFuture<Landing<Asked>> asked =
        tags.join(
            key,
            route,
            place,
            () -> {
              Asked fresh = new Asked(resolve(place, seen), System.nanoTime());
              latest.put(key, fresh);
              stale.invalidate(key);
              return fresh;
            });
    return orLatest(key, asked, request.deadline()).found;
  }

  /// The answer, or, where the registry is away, the one before it. Half of the time is left for
  /// what follows.
  private Asked orLatest(String key, CompletableFuture<Landing<Asked>> asked, Deadline deadline)
      throws SourceException, TimeoutException {
    Asked former = latest.getIfPresent(key);
    if (former == null || former.isOlderThan(LONGEST_STALE)) {
      return Flights.await(asked, deadline);
    }
    try {
      return Flights.await(asked, Deadline.in(deadline.remaining().dividedBy(2)));
    } catch (SourceException.RateLimited | SourceException.Unavailable | TimeoutException _) {
      stale.put(key, former);
      return former;
    }
  }

  private ResolvedManifest resolve(Place place, boolean seen)
      throws SourceException, TimeoutException {
    Deadline deadline = Deadline.in(ImageLibrary.SMALL_READ);
    if (!seen) {
      ResolvedManifest found = place.source().manifest(place.repository(), deadline);
      manifests.put(found.digest(), shelf.manifest(found.digest(), found::manifest));
      return found;
    }
    Digest digest = place.source().resolve(place.repository(), deadline);
    return new ResolvedManifest(digest, manifest(place, digest, deadline));
  }

  private List<Digest> images(
      InspectionRequest request, Place place, ResolvedManifest found, int depth)
      throws SourceException, TimeoutException {
    if (!(found.manifest() instanceof Manifest.OfIndex index)) {
      return List.of(found.digest());
    }
    List<Descriptor> chosen = PlatformChoice.of(index.manifests(), request.platforms());
    if (chosen.isEmpty() || chosen.size() > MOST_PLATFORMS || depth >= DEEPEST) {
      throw new SourceException.Malformed(
          "%s is an index of %d images to be judged, nested %d deep; build it of 1 to %d images"
              .formatted(request.reference(), chosen.size(), depth, MOST_PLATFORMS));
    }
    Set<Digest> images = new LinkedHashSet<>();
    for (Descriptor entry : chosen) {
      if (INDEXES.contains(entry.mediaType())) {
        Manifest nested = manifest(place, entry.digest(), request.deadline());
        images.addAll(
            images(request, place, new ResolvedManifest(entry.digest(), nested), depth + 1));
      } else {
        images.add(entry.digest());
      }
    }
    if (images.size() > MOST_PLATFORMS) {
      throw new SourceException.Malformed(
          "%s is an index whose indexes hold more than %d images to be judged; build it of fewer"
              .formatted(request.reference(), MOST_PLATFORMS));
    }
    return List.copyOf(images);
  }

  /// A tag holds on to the manifest that it was answered with.
  private static long weight(Asked asked) {
    return WEIGHT_OF_TAG + FactsShelf.MANIFESTS.weight(asked.found.manifest());
  }
}
