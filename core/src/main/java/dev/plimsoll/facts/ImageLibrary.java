package dev.plimsoll.facts;

import dev.plimsoll.facts.Flights.Landing;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/// The images that were read, by digest, and those that are being read.
///
/// Manifests and configs wait on virtual threads. Layers are unpacked by few threads of the
/// operating system's: on virtual ones they would hold up, for seconds, all else that runs
/// there. Tenants take turns at those.
final class ImageLibrary implements AutoCloseable {
  /// How long a small read may take; whoever asked has mostly less time than that.
  static final Duration SMALL_READ = Duration.ofSeconds(10);

  /// An image's manifest, and the facts of its manifest and config.
  record Opened(Manifest.OfImage manifest, Facts facts) {}

  private final ImageReading reading;
  private final FactsShelf shelf;
  private final Limits limits;
  private final Tags tags;
  private final int atATime;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final FairReaders readers;
  private final Flights<Digest, Opened> opened;
  private final Flights<Digest, Facts> scans;
  private final Flights<Digest, LayerContents> layers;
  private final Listings listings;

  ImageLibrary(Limits limits, ImageInspector.Resources resources) {
    this.reading = new ImageReading(limits);
    this.limits = limits;
    this.shelf = new FactsShelf(resources.directory(), resources.kept());
    this.tags = new Tags(shelf, _ -> waiting);
    this.atATime = resources.readers();
    this.readers = new FairReaders(resources.readers());
    Bytes quarter = new Bytes(resources.facts().count() / 4);
    this.opened = new Flights<>(quarter, FactsShelf.CONFIGS::weight, _ -> waiting);
    this.scans =
        new Flights<>(resources.facts().minus(quarter), FactsShelf.FILES::weight, _ -> waiting);
    this.layers =
        new Flights<>(resources.layers(), LayerContents::weight, readers::of, limits.scan());
    this.listings = new Listings(reading, layers, _ -> waiting);
  }

  Tags tags() {
    return tags;
  }

  /// Begins to read an image's manifest and config, unless that was begun or done before.
  CompletableFuture<Landing<Opened>> open(Place place, Digest image) {
    return opened.join(
        image, place.origin(), place, () -> shelf.config(image, () -> read(place, image)));
  }

  /// Begins to read an image's layers, unless that was done before or this tenant has begun it.
  /// Where several have, they share the layers.
  CompletableFuture<Landing<Facts>> scan(Place place, Opened image) {
    Digest digest = image.facts.digest();
    return scans.join(
        digest,
        List.of(place.tenant(), place.origin()),
        place,
        () -> shelf.files(digest, () -> files(place, image)));
  }

  /// The layers of an image laid one on another: as they are kept, else read again.
  Overlay overlay(Place place, Digest image, Deadline deadline)
      throws SourceException, TimeoutException {
    Opened opened = Flights.await(open(place, image), deadline);
    List<LayerContents> contents =
        new LayerScan(limits, atATime)
            .read(opened.manifest.layers(), layer -> layer(place, layer), deadline);
    return Overlay.of(contents, limits, deadline);
  }

  /// Begins to read the tables of contents of an image whose layers are being read, where all of
  /// them have one; what comes of it is provisional.
  Optional<CompletableFuture<Landing<Facts>>> outline(Place place, Opened image) {
    return listings.outline(place, image);
  }

  boolean hasRead(Digest image) {
    return scans.arrived(image).isPresent();
  }

  /// What was read of a manifest or an index and is still in memory, as deep as it was read.
  Optional<Packed> packed(Digest digest) {
    Opened image = opened.arrived(digest).orElse(null);
    if (image != null) {
      return Optional.of(Packed.OfImage.of(image, scans.arrived(digest).orElse(null)));
    }
    return tags.index(digest).map(Packed.OfIndex::new);
  }

  /// The digests that are known to stand for an image.
  Set<Digest> aliasesOf(Digest image) {
    Set<Digest> aliases = new LinkedHashSet<>();
    aliases.add(image);
    opened.arrived(image).ifPresent(found -> aliases.add(found.manifest().config().digest()));
    aliases.addAll(tags.indexesOf(image));
    return aliases;
  }

  @Override
  public void close() {
    readers.close();
    waiting.shutdownNow();
  }

  private Opened read(Place place, Digest image) throws SourceException, TimeoutException {
    Deadline deadline = Deadline.in(SMALL_READ);
    Manifest manifest = tags.manifest(place, image, deadline);
    if (!(manifest instanceof Manifest.OfImage single)) {
      throw new SourceException.Malformed(
          "%s holds an index where its own index promises an image".formatted(place));
    }
    return new Opened(single, reading.config(place, image, single, deadline));
  }

  /// A layer is worth waiting for where the same registry is asked for it, of the same size: the
  /// size is what some manifest says, and what is too long is not asked for at all.
  private record LayerRoute(String registry, Bytes size) {}

  private CompletableFuture<Landing<LayerContents>> layer(Place place, Descriptor layer) {
    Digest digest = layer.digest();
    return layers.join(
        digest,
        new LayerRoute(place.repository().registry(), layer.size()),
        place,
        () -> shelf.layer(digest, () -> reading.layer(place, layer)));
  }

  private Facts files(Place place, Opened image) throws SourceException {
    Deadline deadline = Deadline.in(limits.scan());
    try {
      List<LayerContents> contents =
          new LayerScan(limits, atATime)
              .read(image.manifest.layers(), layer -> layer(place, layer), deadline);
      return Flights.await(
          CompletableFuture.supplyAsync(
              () -> Flights.land(() -> files(place, image, contents)), readers.of(place.tenant())),
          deadline);
    } catch (TimeoutException e) {
      throw new SourceException.Unavailable(
          "the layers of %s were not read within %d s".formatted(place, limits.scan().toSeconds()),
          e);
    }
  }

  /// Unless another tenant was quicker.
  private Facts files(Place place, Opened image, List<LayerContents> contents)
      throws SourceException {
    Optional<Facts> known = scans.arrived(image.facts.digest());
    return known.isPresent()
        ? known.get()
        : reading
            .files(place, image.facts, contents, listings.lies(place, image, contents))
            .with(listings.mismatches(place, image, contents));
  }
}
