package dev.plimsoll.rule.memory;

import dev.plimsoll.reference.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Who remembers where images ran. Answers at once, from what is known.
public interface Places {
  /// Nobody remembers, and no rule is to ask.
  Places NONE =
      new Places() {
        @Override
        public boolean areKept() {
          return false;
        }

        @Override
        public Collection<Map<String, String>> of(Digest image) {
          return List.of();
        }
      };

  /// Whether anybody remembers at all.
  default boolean areKept() {
    return true;
  }

  /// The labels of the namespaces that the image with this manifest was seen to run in; those that
  /// are gone are not among them.
  Collection<Map<String, String>> of(Digest image);
}
