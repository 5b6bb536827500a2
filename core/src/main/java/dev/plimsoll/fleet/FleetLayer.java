package dev.plimsoll.fleet;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;

/// A layer as it is stored, its compressed size, and whether it came with a base image.
public record FleetLayer(Digest digest, Bytes size, boolean base) {}
