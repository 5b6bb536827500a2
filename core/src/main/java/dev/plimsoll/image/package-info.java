/// What an image is: the nouns of the OCI image specification (index, manifest, config, layer,
/// history) as values, and the port through which they are read.
///
/// Docker's media types mean the same as the OCI's. Sizes in a manifest are of compressed layers
/// (*pull size*); sizes of files are uncompressed (*disk size*). An [ImageSource] checks every
/// body against its digest and its limit before anyone sees it, so values in this package can be
/// trusted to be what the digest names, though not to be true.
@NullMarked
package dev.plimsoll.image;

import org.jspecify.annotations.NullMarked;
