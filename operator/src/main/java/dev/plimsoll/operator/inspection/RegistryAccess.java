package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.Tenant;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Images as each puller may read them, and what of them it may be told.
///
/// A repository that did not open is not asked again for a minute.
final class RegistryAccess implements PunctualInspections.Access, AutoCloseable {
  private static final Duration TIME_TO_OPEN = Duration.ofSeconds(10);
  private static final Duration CLOSED = Duration.ofMinutes(1);
  private static final int MOST = 5_000;

  private final ImageInspector inspector;
  private final List<Platform> platforms;
  private final Sources sources;
  private final Openings openings;
  private final Attached attached;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<Question, Boolean> answers =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(CLOSED)
          .executor(Runnable::run)
          .buildAsync();

  /// What a puller reads one image through; a new one for each, which adds to `openings`.
  @FunctionalInterface
  interface Sources {
    ImageSource of(Puller puller);
  }

  /// Looks for what is attached to images that were inspected, where that is of interest, through
  /// what they were read through.
  @FunctionalInterface
  interface Attached {
    void look(ImageSource source, Reference named, List<Inspection> inspections, Deadline deadline);
  }

  private record Question(Puller puller, String repository, Digest manifest) {}

  RegistryAccess(
      ImageInspector inspector,
      List<Platform> platforms,
      Sources sources,
      Openings openings,
      Attached attached) {
    this.inspector = inspector;
    this.platforms = List.copyOf(platforms);
    this.sources = sources;
    this.openings = openings;
    this.attached = attached;
  }

  @Override
  public Inspector inspectorFor(Puller puller, Inspector anyone) {
    return (reference, depth, maxTagAge, deadline) -> {
      ImageSource source = sources.of(puller);
      List<Inspection> found =
          inspector.inspect(
              new InspectionRequest(reference, platforms, depth, maxTagAge, deadline)
                  .by(new Tenant(puller.namespace(), source)));
      attached.look(source, reference, found, deadline);
      return found;
    };
  }

  @Override
  public Optional<Digest> digestOf(
      Puller puller, Reference tag, Duration maxTagAge, Deadline deadline) {
    return inspector.digestOf(
        new InspectionRequest(tag, platforms, Depth.REFERENCE, maxTagAge, deadline)
            .by(new Tenant(puller.namespace(), sources.of(puller))));
  }

  @Override
  public boolean isOpen(Puller puller, Reference repository, Digest manifest, Deadline deadline) {
    if (openings.isOpen(puller.namespace(), repository, manifest)) {
      return true;
    }
    Question question =
        new Question(puller, repository.registry() + "/" + repository.repository(), manifest);
    CompletableFuture<Boolean> answer =
        answers.get(
            question,
            (_, _) ->
                CompletableFuture.supplyAsync(() -> opens(puller, repository, manifest), threads));
    try {
      return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
          && openings.isOpen(puller.namespace(), repository, manifest);
    } catch (TimeoutException | ExecutionException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Asks for the manifest itself, whose bytes are checked against its digest: that a registry
  /// says it has one proves nothing.
  private boolean opens(Puller puller, Reference repository, Digest manifest) {
    try {
      sources.of(puller).manifest(repository, manifest, Deadline.in(TIME_TO_OPEN));
      return true;
    } catch (SourceException _) {
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
