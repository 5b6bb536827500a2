package dev.plimsoll.cli.inspection;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layout.LocalImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Images in registries, and those of files that were opened under a reference of their own.
///
/// A file answers for the very reference it was opened under, digest included, and for no
/// other: the same repository in a registry is still asked there.
final class Sources implements ImageSource, AutoCloseable {
  /// A host that there is nowhere (RFC 2606).
  private static final String NOWHERE = "kept.invalid";

  private final ImageSource registries;
  private final boolean asked;
  private final Map<Reference, LocalImage> files = new ConcurrentHashMap<>();

  /// `asked` tells whether registries are asked at all.
  Sources(ImageSource registries, boolean asked) {
    this.registries = registries;
    this.asked = asked;
  }

  /// Has a file answer for a reference; of two that hold the same image the first does.
  void add(Reference reference, LocalImage file) {
    if (files.putIfAbsent(reference, file) != null) {
      file.close();
    }
  }

  /// The reference of an image that is known by its digest alone, and so read from nowhere.
  static Reference kept(Digest digest) {
    return new Reference(NOWHERE, "image", null, digest);
  }

  private ImageSource of(Reference reference) throws SourceException {
    if (reference.registry().equals(NOWHERE)) {
      throw new SourceException.NotFound(
          "nothing is kept of %s; scan the image by its reference first"
              .formatted(reference.identifier()));
    }
    LocalImage file = files.get(reference);
    if (file == null && !asked) {
      throw SourceException.Unavailable.lasting(
          "nothing is known here of %s, and --no-registry keeps from asking for it"
              .formatted(reference));
    }
    return file == null ? registries : file;
  }

  @Override
  public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
    return of(reference).resolve(reference, deadline);
  }

  @Override
  public ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    return of(reference).manifest(reference, deadline);
  }

  @Override
  public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    return of(repository).manifest(repository, digest, deadline);
  }

  @Override
  public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException {
    return of(repository).config(repository, config, deadline);
  }

  @Override
  public InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException {
    return of(repository).layer(repository, layer, deadline);
  }

  @Override
  public Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    return of(repository).range(repository, layer, from, length, deadline);
  }

  @Override
  public List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    return of(repository).referrers(repository, subject, deadline);
  }

  @Override
  public void close() {
    files.values().forEach(LocalImage::close);
  }
}
