package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;

/// A manifest or index together with the digest of its bytes: what a reference pointed to when
/// it was read.
public record ResolvedManifest(Digest digest, Manifest manifest) {}
