/// What many images weigh together.
///
/// A layer that several images have is stored once in a registry and once on each node, so a
/// fleet costs its *unique* layers: every sum here counts a layer once for each place that
/// holds it. All bytes are compressed, as they are stored and pulled.
@NullMarked
package dev.plimsoll.fleet;

import org.jspecify.annotations.NullMarked;
