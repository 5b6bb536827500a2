package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Where images are read from: a registry, an OCI layout, an archive.
///
/// Every body is checked against its digest and capped. What cannot be read ends as a
/// [SourceException]; no call outlives its deadline.
public interface ImageSource {
  /// What the reference's tag points to now, asked as cheaply as the source allows (a `HEAD`).
  Digest resolve(Reference reference, Deadline deadline) throws SourceException;

  /// What the reference points to now and the digest of it, in as few requests as the source
  /// allows: the way to start on an image that was never seen.
  default ResolvedManifest manifest(Reference reference, Deadline deadline) throws SourceException {
    Digest digest = resolve(reference, deadline);
    return new ResolvedManifest(digest, manifest(reference, digest, deadline));
  }

  /// The manifest or index with this digest.
  Manifest manifest(Reference repository, Digest digest, Deadline deadline) throws SourceException;

  /// The config that a manifest points to.
  ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException;

  /// A layer's bytes as stored. Reading ends in a [SourceException] where the bytes differ from
  /// the descriptor's digest or size, which shows only at the very end: read until `read`
  /// returns
  /// -1, or the bytes are unverified. Closing it early abandons the transfer.
  InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException;

  /// A part of a layer's bytes as stored: `length` of them, from the one with number `from`
  /// (counted from zero), both within the size that the descriptor states. Empty where the
  /// source does not read parts, and nothing of the body was transferred then.
  ///
  /// A part cannot be checked against a digest: what is made of it is provisional. Reading ends
  /// in a [SourceException] where fewer bytes come.
  default Optional<InputStream> range(
      Reference repository, Descriptor layer, long from, long length, Deadline deadline)
      throws SourceException {
    return Optional.empty();
  }

  /// An artifact that was attached to an image: of which type (empty where it does not say), and
  /// its manifest.
  record Referrer(String artifactType, Descriptor manifest) {}

  /// What was attached to the manifest with this digest: signatures, attestations, lists of
  /// contents. Nobody vouches that the list is whole or that what is in it is true.
  default List<Referrer> referrers(Reference repository, Digest subject, Deadline deadline)
      throws SourceException {
    return List.of();
  }

  /// The parts of an artifact that is no image, such as what a referrer's manifest points to;
  /// they are read as layers are.
  default List<Descriptor> artifact(Reference repository, Digest digest, Deadline deadline)
      throws SourceException {
    throw new SourceException.NotFound("there is no artifact " + digest.abbreviated());
  }
}
