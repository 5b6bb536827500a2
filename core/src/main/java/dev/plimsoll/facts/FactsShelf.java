package dev.plimsoll.facts;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.cache.CacheKey;
import dev.plimsoll.cache.Form;
import dev.plimsoll.cache.RecordForm;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerForm;
import dev.plimsoll.reference.Digest;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What was read of images, kept beyond the life of the process: by others, where they keep
/// it, and in a directory, where one is given.
final class FactsShelf {
  static final RecordForm<Manifest> MANIFESTS = RecordForm.of(Manifest.class);
  static final RecordForm<ImageLibrary.Opened> CONFIGS = RecordForm.of(ImageLibrary.Opened.class);
  static final RecordForm<Facts> FILES = RecordForm.of(Facts.class);
  static final LayerForm LAYERS = new LayerForm();

  private static final String MANIFEST_VERSION = version(MANIFESTS);
  private static final String CONFIG_VERSION = version(CONFIGS);
  private static final String FILES_VERSION = version(FILES);
  private static final String LAYER_VERSION = Integer.toString(Facts.VERSION);

  private final @Nullable CacheDirectory directory;
  private final KeptImages kept;

  FactsShelf(@Nullable CacheDirectory directory, KeptImages kept) {
    this.directory = directory;
    this.kept = kept;
  }

  /// Works out the forms above.
  static void prepare() {
    Objects.requireNonNull(LAYERS);
  }

  Manifest manifest(Digest digest, Flights.Fetch<Manifest> fetch)
      throws SourceException, TimeoutException {
    Packed packed = packed(digest);
    if (packed != null) {
      return switch (packed) {
        case Packed.OfIndex(Manifest.OfIndex index) -> index;
        case Packed.OfImage image -> image.opened().manifest();
      };
    }
    return get(new CacheKey("manifest", MANIFEST_VERSION, digest), MANIFESTS, fetch);
  }

  /// An image's manifest and what its config tells, by the manifest's digest.
  ImageLibrary.Opened config(Digest image, Flights.Fetch<ImageLibrary.Opened> fetch)
      throws SourceException, TimeoutException {
    if (packed(image) instanceof Packed.OfImage known) {
      return known.opened();
    }
    return get(new CacheKey("config", CONFIG_VERSION, image), CONFIGS, fetch);
  }

  /// An image's facts as deep as they go, by the manifest's digest.
  Facts files(Digest image, Flights.Fetch<Facts> fetch) throws SourceException, TimeoutException {
    if (packed(image) instanceof Packed.OfImage known) {
      Optional<Facts> scanned = known.scanned();
      if (scanned.isPresent()) {
        return scanned.get();
      }
    }
    return get(new CacheKey("files", FILES_VERSION, image), FILES, fetch);
  }

  LayerContents layer(Digest layer, Flights.Fetch<LayerContents> fetch)
      throws SourceException, TimeoutException {
    return get(new CacheKey("layer", LAYER_VERSION, layer), LAYERS, fetch);
  }

  private @Nullable Packed packed(Digest digest) {
    return kept.of(digest).flatMap(Packed::of).orElse(null);
  }

  private <T> T get(CacheKey key, Form<T> form, Flights.Fetch<T> fetch)
      throws SourceException, TimeoutException {
    if (directory == null) {
      return fetch.fetch();
    }
    Optional<T> kept = directory.read(key, form);
    if (kept.isPresent()) {
      return kept.get();
    }
    T fetched = fetch.fetch();
    directory.write(key, fetched, form);
    return fetched;
  }

  private static String version(RecordForm<?> form) {
    return Facts.VERSION + "-" + form.shapeName();
  }
}
