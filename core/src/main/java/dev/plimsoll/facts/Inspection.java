package dev.plimsoll.facts;

import dev.plimsoll.reference.Digest;
import org.jspecify.annotations.Nullable;

/// What came of looking at an image: facts, or the cause why there are none.
public sealed interface Inspection {

  /// The image was read, as deep as `facts` say; where that is less deep than was asked,
  /// `shortfall` says why.
  ///
  /// Facts of files beside a shortfall are *provisional*: what the layers' own tables of contents
  /// list, of which sizes, kinds and names are known and no file was read.
  record Inspected(Facts facts, @Nullable Unknown shortfall) implements Inspection {
    public Inspected(Facts facts) {
      this(facts, null);
    }

    /// Whether the facts of files are only what the image says of itself.
    public boolean isProvisional() {
      return shortfall != null && facts.depth() == Depth.FILES;
    }
  }

  /// Nothing is known of the image but, perhaps, its digest.
  record Uninspectable(Unknown why, @Nullable Digest digest) implements Inspection {}
}
