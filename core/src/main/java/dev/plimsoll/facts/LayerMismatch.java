package dev.plimsoll.facts;

/// A layer (counted from 1) whose table of contents lists so many entries that the layer does not
/// hold so, or leaves them out; `path` is one of them.
public record LayerMismatch(int layer, int entries, String path) {}
