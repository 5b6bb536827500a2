package dev.plimsoll.cli.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.image.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How images are to be looked into: for which platforms (none: all that there are), how deep at
/// most, for how long at most, and which registries are asked over plain http or may lie at
/// addresses inside.
public record Wishes(
    List<Platform> platforms,
    Depth deepest,
    Duration time,
    Set<String> plainHttp,
    Set<String> inside) {
  public Wishes {
    platforms = List.copyOf(platforms);
    plainHttp = Set.copyOf(plainHttp);
    inside = Set.copyOf(inside);
  }
}
