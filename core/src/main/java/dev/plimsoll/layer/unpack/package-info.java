/// How a layer's stored bytes become its tar archive: plain, gzip or zstd, told by the first
/// bytes, since media types are often wrong.
///
/// Whoever unpacks says how far into the stored bytes what was handed out reaches. For what
/// `java.util.zip` inflates that is exact; what unpacks ahead (native inflate, zstd) knows it at
/// the ends of slices or blocks, and in between by proportion. Positions never go back, and the
/// last is the end, so that the stored bytes of all entries are those of the layer.
@NullMarked
package dev.plimsoll.layer.unpack;

import org.jspecify.annotations.NullMarked;
