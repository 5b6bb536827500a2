package dev.plimsoll.operator.pinning;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;

/// An image of a Pod that gets a digest: where its name stands (a JSON pointer, RFC 6901), what
/// it was, and what it is to be.
record Pin(String pointer, String former, String pinned) {

  /// The name as it was written, with the tag that it means, and the digest.
  static Pin of(PodImage image, Reference reference, Digest digest) {
    String written = image.name();
    boolean hasTag = written.lastIndexOf(':') > written.lastIndexOf('/');
    String tagged = hasTag ? written : written + ":" + reference.tag();
    return new Pin(image.pointer(), written, tagged + "@" + digest);
  }
}
