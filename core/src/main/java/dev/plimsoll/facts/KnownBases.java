package dev.plimsoll.facts;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.reference.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Base images whose layers are known, so that images built on them can be told by their lowest
/// diffIDs whatever their annotations and history say.
public record KnownBases(List<Base> bases) {
  public static final KnownBases NONE = new KnownBases(List.of());

  public KnownBases {
    bases = List.copyOf(bases);
  }

  /// The known base that shares the most of the lowest layers with an image.
  Optional<BaseImage> under(List<Digest> diffIds) {
    return bases.stream()
        .filter(base -> base.isUnder(diffIds))
        .max(Comparator.comparingInt(base -> base.diffIds().size()))
        .map(base -> new BaseImage(Evidence.LAYERS, base.diffIds().size(), base.name()));
  }

  /// The slim variant of a base, among those that are known: of the same repository, under its
  /// tag with `-slim` behind it, or `slim` where that is `latest`.
  public Optional<String> slimVariantOf(String name) {
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String repository = tagged ? name.substring(0, colon) : name;
    String tag = tagged ? name.substring(colon + 1) : "latest";
    String slim = repository + ":" + (tag.equals("latest") ? "slim" : tag + "-slim");
    return bases.stream().map(Base::name).filter(slim::equals).findFirst();
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
