package dev.plimsoll.cli.inspection;

import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.DockerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the logins that `docker login` or `podman login` left behind.
public final class Logins {
  private Logins() {}

  /// The credentials of the first file that there is, in the order in which docker and podman
  /// look; throws an `IllegalArgumentException` that names the file where it cannot be read.
  public static Credentials of(Map<String, String> environment) {
    Path file = file(environment).orElse(null);
    if (file == null) {
      return Credentials.ANONYMOUS;
    }
    try {
      return DockerConfig.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": the docker config cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Path> file(Map<String, String> environment) {
    Stream<Optional<Path>> places =
        Stream.of(
            in(environment, "REGISTRY_AUTH_FILE", ""),
            in(environment, "DOCKER_CONFIG", "config.json"),
            in(environment, "HOME", ".docker/config.json"),
            in(environment, "XDG_RUNTIME_DIR", "containers/auth.json"));
    return places.flatMap(Optional::stream).filter(Files::isRegularFile).findFirst();
  }

  private static Optional<Path> in(Map<String, String> environment, String name, String file) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(value -> Path.of(value).resolve(file));
  }
}
