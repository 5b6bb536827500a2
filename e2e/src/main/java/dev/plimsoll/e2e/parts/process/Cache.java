package dev.plimsoll.e2e.parts.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What is kept between runs, outside the source tree, and may be deleted at any time.
public final class Cache {
  private Cache() {}

  /// `$PLIMSOLL_CACHE`, else `$XDG_CACHE_HOME/plimsoll`, else `~/.cache/plimsoll`.
  public static Path directory(String name) {
    return variable("PLIMSOLL_CACHE")
        .map(Path::of)
        .or(() -> variable("XDG_CACHE_HOME").map(path -> Path.of(path, "plimsoll")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "plimsoll"))
        .resolve(name);
  }

  public static Optional<Path> onPath(String program) {
    return Stream.of(variable("PATH").orElse("").split(File.pathSeparator))
        .map(directory -> Path.of(directory).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
