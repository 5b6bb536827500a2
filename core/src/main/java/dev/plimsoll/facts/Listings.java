package dev.plimsoll.facts;

import dev.plimsoll.facts.Flights.Landing;
import dev.plimsoll.facts.ImageLibrary.Opened;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.toc.TableOfContents;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// What layers' own tables of contents list, as long as the layers themselves are being read:
/// facts for the meantime, and afterwards the measure of their honesty.
final class Listings {
  private static final String PROVISIONAL =
      "has layers that were not read yet; their files are as their own tables of contents list them";
  private static final Bytes ROOM = Bytes.ofMebi(8);

  private final ImageReading reading;
  private final Flights<Digest, LayerContents> layers;
  private final Flights<Listed, LayerContents> listings;
  private final Flights<Outlined, Facts> outlines;

  /// A layer as a manifest of this repository describes it, by `diffId` as a config calls it:
  /// parts of a layer cannot be checked against its digest, so what came of them tells of
  /// nothing else.
  private record Listed(Descriptor stored, Digest diffId, String origin) {}

  private record Outlined(Digest image, String origin) {}

  Listings(ImageReading reading, Flights<Digest, LayerContents> layers, Flights.Threads waiting) {
    this.reading = reading;
    this.layers = layers;
    this.listings = new Flights<>(ROOM, LayerContents::weight, waiting);
    this.outlines = new Flights<>(ROOM, _ -> 1 << 17, waiting);
  }

  /// Facts of an image each of whose layers was read or names a table of contents.
  Optional<CompletableFuture<Landing<Facts>>> outline(Place place, Opened image) {
    boolean listed =
        image.manifest().layers().stream()
            .allMatch(layer -> TableOfContents.of(layer).isPresent() || arrived(layer).isPresent());
    return listed
        ? Optional.of(
            outlines.join(
                new Outlined(image.facts().digest(), place.origin()),
                place.origin(),
                place,
                () -> facts(place, image)))
        : Optional.empty();
  }

  /// What the tables said otherwise than the layers are, and which could not be used.
  List<String> lies(Place place, Opened image, List<LayerContents> read) {
    List<String> lies = new ArrayList<>();
    for (Layer layer : image.facts().layers()) {
      LayerContents contents = read.get(layer.number() - 1);
      Listed table = table(place, image, layer);
      listings
          .arrived(table)
          .map(listed -> listed.disagreementWith(contents).map(found -> found.sentence()))
          .orElseGet(() -> listings.failure(table, place.origin()).flatMap(Listings::uselessness))
          .ifPresent(
              lie -> lies.add("layer %d: its table of contents %s".formatted(layer.number(), lie)));
    }
    return lies;
  }

  /// The layers that are not what their tables said.
  List<LayerMismatch> mismatches(Place place, Opened image, List<LayerContents> read) {
    List<LayerMismatch> mismatches = new ArrayList<>();
    for (Layer layer : image.facts().layers()) {
      int number = layer.number();
      listings
          .arrived(table(place, image, layer))
          .flatMap(listed -> listed.disagreementWith(read.get(number - 1)))
          .map(found -> new LayerMismatch(number, found.entries(), found.path()))
          .ifPresent(mismatches::add);
    }
    return mismatches;
  }

  private static Listed table(Place place, Opened image, Layer layer) {
    Descriptor stored = image.manifest().layers().get(layer.number() - 1);
    return new Listed(stored, layer.diffId(), place.origin());
  }

  /// What is wrong with a table; that nobody could be asked for it is no fault of its.
  private static Optional<String> uselessness(SourceException why) {
    return switch (why) {
      case SourceException.NotFound _,
          SourceException.Unauthorized _,
          SourceException.RateLimited _,
          SourceException.Unavailable _ ->
          Optional.empty();
      case SourceException.Malformed _,
          SourceException.DigestMismatch _,
          SourceException.TooLarge _ ->
          Optional.of("was of no use: " + why.getMessage());
    };
  }

  private Facts facts(Place place, Opened image) throws SourceException, TimeoutException {
    Deadline deadline = Deadline.in(ImageLibrary.SMALL_READ);
    List<CompletableFuture<Landing<LayerContents>>> parts = new ArrayList<>();
    for (Layer layer : image.facts().layers()) {
      Descriptor stored = image.manifest().layers().get(layer.number() - 1);
      parts.add(
          arrived(stored)
              .map(read -> CompletableFuture.completedFuture(landed(read)))
              .orElseGet(
                  () ->
                      listings.join(
                          table(place, image, layer),
                          place.origin(),
                          place,
                          () -> list(place, layer, stored))));
    }
    List<LayerContents> contents = new ArrayList<>();
    for (CompletableFuture<Landing<LayerContents>> part : parts) {
      contents.add(Flights.await(part, deadline));
    }
    return reading.files(place, image.facts(), contents, List.of(PROVISIONAL));
  }

  private LayerContents list(Place place, Layer layer, Descriptor stored) throws SourceException {
    return reading
        .list(place, layer, stored)
        .orElseThrow(() -> new SourceException.NotFound(place + " gives no parts of its layers"));
  }

  private Optional<LayerContents> arrived(Descriptor layer) {
    return layers.arrived(layer.digest());
  }

  private static Landing<LayerContents> landed(LayerContents contents) {
    return new Landing.Arrived<>(contents);
  }
}
