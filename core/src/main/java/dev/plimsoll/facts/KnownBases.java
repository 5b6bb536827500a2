package dev.plimsoll.facts;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.reference.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Base images whose layers are known, so that images built on them can be told by their lowest
/// diffIDs whatever their annotations and history say.
public record KnownBases(List<Base> bases) {
  public static final KnownBases NONE = new KnownBases(List.of());

  /// One image may have as many names as its tags.
  private static final int MOST = 50;

  public KnownBases {
    bases = List.copyOf(bases);
  }

  /// The known base that shares the most of the lowest layers with an image, and the others that
  /// share some.
  Optional<BaseImage> under(List<Digest> diffIds) {
    List<BaseImage.Known> known =
        bases.stream()
            .filter(base -> base.isUnder(diffIds))
            .map(base -> new BaseImage.Known(base.name(), base.diffIds().size(), base.created()))
            .sorted(Comparator.comparingInt(BaseImage.Known::layers).reversed())
            .limit(MOST)
            .toList();
    return known.stream()
        .findFirst()
        .map(base -> new BaseImage(Evidence.LAYERS, base.layers(), base.name(), known));
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

  /// A base image by name, with its diffIDs, lowest first, and when it was made; null where it
  /// does not say.
  public record Base(String name, List<Digest> diffIds, @Nullable Instant created) {
    public Base {
      diffIds = List.copyOf(diffIds);
    }

    public Base(String name, List<Digest> diffIds) {
      this(name, diffIds, null);
    }

    boolean isUnder(List<Digest> image) {
      return !diffIds.isEmpty()
          && diffIds.size() <= image.size()
          && image.subList(0, diffIds.size()).equals(diffIds);
    }
  }
}
