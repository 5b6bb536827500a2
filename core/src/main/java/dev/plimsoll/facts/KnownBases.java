package dev.plimsoll.facts;

import dev.plimsoll.reference.Digest;
import java.util.List;

/// Base images whose layers are known, so that images built on them can be told by their lowest
/// diffIDs whatever their annotations and history say.
public record KnownBases(List<Base> bases) {
  public static final KnownBases NONE = new KnownBases(List.of());

  public KnownBases {
    bases = List.copyOf(bases);
  }

  /// A base image by name, with its diffIDs, lowest first.
  public record Base(String name, List<Digest> diffIds) {
    public Base {
      diffIds = List.copyOf(diffIds);
    }

    boolean isUnder(List<Digest> image) {
      return !diffIds.isEmpty()
          && diffIds.size() <= image.size()
          && image.subList(0, diffIds.size()).equals(diffIds);
    }
  }
}
