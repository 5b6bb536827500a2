package dev.plimsoll.facts;

import dev.plimsoll.reference.Digest;
import java.util.Optional;

/// What is kept of images elsewhere, packed by [ImageInspector#packed], by manifest digest:
/// looked at before any registry is asked.
@FunctionalInterface
public interface KeptImages {
  KeptImages NONE = _ -> Optional.empty();

  /// What is kept of a manifest or an index. It is looked at on the way to an answer, so it
  /// must come from memory.
  Optional<byte[]> of(Digest manifest);
}
