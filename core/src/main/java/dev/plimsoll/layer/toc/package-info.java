/// Tables of contents that producers put into layers, so that a layer's files are known without
/// reading it: eStargz (a gzip member at its end) and zstd:chunked (a skippable frame).
///
/// They are found by annotations of the layer's descriptor, read by at most two ranges, and
/// checked against the digest that the annotation states. What they say is *provisional*: nobody
/// has seen yet that the layer holds it.
@NullMarked
package dev.plimsoll.layer.toc;

import org.jspecify.annotations.NullMarked;
