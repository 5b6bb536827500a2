package dev.plimsoll.rule.memory;

import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who remembers what tags used to mean. Answers at once, from what is known; it may have been
/// seen later than it happened, never earlier.
public interface Movements {
  /// Nobody remembers.
  Movements NONE =
      new Movements() {
        @Override
        public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
          return Optional.empty();
        }

        @Override
        public Optional<Instant> ofTag(Reference tag, Digest image) {
          return Optional.empty();
        }
      };

  /// When the known base of this name was first seen to be other layers than these, which it once
  /// was; nothing where it still is these.
  Optional<Instant> ofBase(String name, List<Digest> diffIds);

  /// When a tag was first seen to mean other images than this one; nothing where it still means
  /// it, or nobody asked.
  Optional<Instant> ofTag(Reference tag, Digest image);

  /// What one remembers of bases and another of tags.
  static Movements of(Movements bases, Movements tags) {
    return new Movements() {
      @Override
      public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
        return bases.ofBase(name, diffIds);
      }

      @Override
      public Optional<Instant> ofTag(Reference tag, Digest image) {
        return tags.ofTag(tag, image);
      }
    };
  }
}
