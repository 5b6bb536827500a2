package dev.plimsoll.facts;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import org.jspecify.annotations.Nullable;

/// One layer of an image: its place (from 1, lowest first), its digests, its compressed size,
/// and the instruction that made it where the history tells.
public record Layer(
    int number, Digest digest, Digest diffId, Bytes pullSize, @Nullable Instruction instruction) {}
