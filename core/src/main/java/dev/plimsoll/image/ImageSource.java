package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;

/// Where images are read from: a registry, an OCI layout, an archive.
///
/// Every body is checked against its digest and capped. What cannot be read ends as a
/// [SourceException]; no call outlives its deadline.
public interface ImageSource {
  /// What the reference's tag points to now, asked as cheaply as the source allows (a `HEAD`).
  Digest resolve(Reference reference, Deadline deadline) throws SourceException;

  /// The manifest or index with this digest.
  Manifest manifest(Reference repository, Digest digest, Deadline deadline) throws SourceException;

  /// The config that a manifest points to.
  ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
      throws SourceException;

  /// A layer's bytes as stored. Reading ends in a [SourceException] where the bytes differ from
  /// the descriptor's digest or size; closing it early abandons the transfer.
  InputStream layer(Reference repository, Descriptor layer, Deadline deadline)
      throws SourceException;
}
