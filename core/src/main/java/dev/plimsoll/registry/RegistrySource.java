package dev.plimsoll.registry;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Images in registries, over the distribution specification's HTTP API.
///
/// Safe for use by many threads; an interrupted one ends in [SourceException.Unavailable] with
/// its interrupt kept. Closing it ends what is under way.
public final class RegistrySource implements ImageSource, AutoCloseable {
  private static final int REFERRER_PAGES = 20;

  private final RegistryClient client;
  private final Credentials credentials;
  private final Limits limits;

  public RegistrySource(RegistrySettings settings, Credentials credentials, Limits limits) {
    this(settings, credentials, limits, RegistryTraffic.UNWATCHED);
  }

  public RegistrySource(
      RegistrySettings settings, Credentials credentials, Limits limits, RegistryTraffic traffic) {
    this(new RegistryClient(settings, traffic, System::nanoTime), credentials, limits);
  }

  /// One that goes by another clock.
  RegistrySource(RegistrySettings settings, LongSupplier nanoClock) {
    this(
        new RegistryClient(settings, RegistryTraffic.UNWATCHED, nanoClock),
        Credentials.ANONYMOUS,
        Limits.defaults());
  }

  private RegistrySource(RegistryClient client, Credentials credentials, Limits limits) {
    this.client = client;
    this.credentials = credentials;
    this.limits = limits;
  }

  /// The same registries as they are open to others; this one's connections serve both, and it
  /// alone is to be closed.
  public ImageSource as(Credentials others) {
    return new RegistrySource(client, others, limits);
  }

  /// One `HEAD`; where the registry answers it without a digest, or not at all, the manifest is
  /// read and hashed. A reference that has a digest is not asked for.
  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    Digest pinned = reference.digest();
    if (pinned != null) {
      return pinned;
    }
    Optional<Digest> stated = stated(reference, deadline);
    return stated.isPresent() ? stated.get() : manifest(reference, deadline).digest();
  }

  private Optional<Digest> stated(Reference reference, Deadline deadline) throws SourceException {
    try {
      return ask(new Endpoint.Resolve(reference), deadline);
    } catch (SourceException.Malformed _) {
      // Not every registry knows HEAD; the GET that follows says what is wrong, if it is more.
      return Optional.empty();
    }
  }

  /// One `GET`.
  @Override
  public ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    return ask(new Endpoint.ReadManifest(reference, limits), deadline);
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return manifest(repository.at(digest), deadline).manifest();
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    Endpoint.ReadConfig endpoint = new Endpoint.ReadConfig(repository, config);
    requireWithin(config.size(), limits.config(), endpoint);
    return ask(endpoint, deadline);
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    Endpoint.OpenLayer endpoint = new Endpoint.OpenLayer(repository, layer);
    requireWithin(layer.size(), limits.compressedLayer(), endpoint);
    return ask(endpoint, deadline);
  }

  /// One `GET`, of a few bytes; one that goes on past the part that was asked for is cut off.
  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    Objects.checkFromIndexSize(from, length, layer.size().count());
    if (length == 0) {
      return Optional.of(InputStream.nullInputStream());
    }
    return ask(new Endpoint.ReadRange(repository, layer, from, length), deadline);
  }

  /// The registry's own list, in as many requests as it has pages; where it keeps none, the index
  /// under the tag `sha256-…`, where those who attach something put it.
  @Override
  public List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    List<Referrer> all = new ArrayList<>();
    try {
      String next = "";
      for (int page = 0; page < REFERRER_PAGES; page++) {
        ReferrersPage found =
            ask(new ReferrersPage.Question(repository, subject, false, next, limits), deadline);
        all.addAll(found.referrers());
        next = found.next();
        if (next.isEmpty()) {
          return all;
        }
      }
      throw new SourceException.TooLarge(
          "listing what refers to %s: there are more than %d pages of it"
              .formatted(repository, REFERRER_PAGES));
    } catch (SourceException.NotFound | SourceException.Malformed e) {
      if (!all.isEmpty()) {
        throw e;
      }
      return underTheirTag(repository, subject, deadline);
    }
  }

  /// One `GET`.
  @Override
  public List<Descriptor> artifact(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return ask(new ArtifactQuestion(repository, digest, limits), deadline);
  }

  private List<Referrer> underTheirTag(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    try {
      return ask(new ReferrersPage.Question(repository, subject, true, "", limits), deadline)
          .referrers();
    } catch (SourceException.NotFound _) {
      return List.of();
    }
  }

  private <T> T ask(Endpoint<T> endpoint, Deadline deadline) throws SourceException {
    return client.ask(endpoint, credentials, deadline);
  }

  private static void requireWithin(Bytes size, Bytes limit, Endpoint<?> endpoint)
      throws SourceException {
    if (size.isMoreThan(limit)) {
      throw new SourceException.TooLarge(
          endpoint.doing()
              + ": it is "
              + size
              + " long, more than the "
              + limit
              + " that are read");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
