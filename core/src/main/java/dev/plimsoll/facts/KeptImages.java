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

  /// The same unpacked, files and all; nothing of an index, of an image whose files were not read,
  /// and of what is damaged or of another form.
  default Optional<Facts> facts(Digest manifest) {
    return of(manifest)
        .flatMap(Packed::of)
        .flatMap(
            packed ->
                switch (packed) {
                  case Packed.OfImage image -> image.scanned();
                  case Packed.OfIndex _ -> Optional.empty();
                });
  }
}
