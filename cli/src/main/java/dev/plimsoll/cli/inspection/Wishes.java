package dev.plimsoll.cli.inspection;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.image.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How images are to be looked into: for which platforms (none: all that there are), how deep
/// and for how long at most, which registries are asked over plain http or may lie at
/// addresses inside, where facts are kept for the next run (null: nowhere), whether trees
/// of the files are to be drawn, and whether registries are asked at all.
public record Wishes(
    List<Platform> platforms,
    Depth deepest,
    Duration time,
    Set<String> plainHttp,
    Set<String> inside,
    @Nullable Path cache,
    boolean drawn,
    boolean registries) {
  public Wishes {
    platforms = List.copyOf(platforms);
    plainHttp = Set.copyOf(plainHttp);
    inside = Set.copyOf(inside);
  }
}
