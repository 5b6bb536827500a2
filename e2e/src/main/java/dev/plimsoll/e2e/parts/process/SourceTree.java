package dev.plimsoll.e2e.parts.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this project's own files lie: above the classes that run, or the working directory.
public final class SourceTree {
  private static final String CONTROL_PLANE = "e2e/control-plane";

  private SourceTree() {}

  /// The folder `e2e/control-plane`.
  public static Path controlPlane() {
    return root().resolve(CONTROL_PLANE);
  }

  /// The root of the checkout.
  public static Path root() {
    return Stream.of(ofClasses(), Path.of("").toAbsolutePath())
        .flatMap(start -> Stream.iterate(Optional.of(start), Optional::isPresent, SourceTree::up))
        .flatMap(Optional::stream)
        .filter(directory -> Files.isRegularFile(directory.resolve(CONTROL_PLANE + "/build.sh")))
        .findFirst()
        .orElseThrow(
            () ->
                new PartsException(
                    "e2e/control-plane is not above "
                        + Path.of("").toAbsolutePath()
                        + ": run this inside a checkout of Plimsoll."));
  }

  private static Optional<Path> up(Optional<Path> directory) {
    return directory.map(Path::getParent);
  }

  private static Path ofClasses() {
    try {
      return Path.of(SourceTree.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
