package dev.plimsoll.facts;

import dev.plimsoll.reference.Digest;
import org.jspecify.annotations.Nullable;

/// What came of looking at an image: facts, or the cause why there are none.
public sealed interface Inspection {

  /// The image was read, as deep as `facts` say; where that is less deep than was asked,
  /// `shortfall` says why.
  record Inspected(Facts facts, @Nullable Unknown shortfall) implements Inspection {
    public Inspected(Facts facts) {
      this(facts, null);
    }
  }

  /// Nothing is known of the image but, perhaps, its digest.
  record Uninspectable(Unknown why, @Nullable Digest digest) implements Inspection {}
}
