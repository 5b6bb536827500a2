/// How a layer is read: once, as a stream, never unpacked to disk.
///
/// A layer is a tar archive (ustar, pax, GNU), plain or compressed (OCI image spec, layer.md).
/// Applied over the layers below it, `.wh.NAME` removes NAME and `.wh..wh..opq` removes all that
/// lower layers put into its directory. What a layer adds and a later one hides still travels
/// with the image: it is
/// *waste*. The compressed bytes of an entry are the inflater's input position at its end less that
/// at its start.
@NullMarked
package dev.plimsoll.layer;

import org.jspecify.annotations.NullMarked;
