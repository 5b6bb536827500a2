package dev.plimsoll.e2e.pictures;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command line as `make cli` packed it, beside a cluster, in a directory that has the images'
/// layout as `images`.
final class Desk {
  private static final Path PROGRAM = SourceTree.root().resolve("dist/plimsoll/bin/plimsoll");
  private static final int USAGE = 64;

  private final Path directory;
  private final Kubectl kubectl;

  Desk(Path directory, Kubectl kubectl) {
    this.directory = directory;
    this.kubectl = kubectl;
  }

  /// Writes the page of this command into `name` of the directory.
  Path page(String name, String... arguments) {
    Path page = directory.resolve(name + ".html");
    List<String> line = new ArrayList<>(List.of(PROGRAM.toString()));
    line.addAll(List.of(arguments));
    line.addAll(List.of("-o", "html"));
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubectl.kubeconfig().toString());
    environment.put("PATH", kubectl.program().getParent() + ":" + environment.get("PATH"));
    environment.put("PLIMSOLL_CACHE", directory.resolve("cache").toString());
    try {
      Process process =
          builder
              .redirectOutput(page.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int end = process.waitFor();
      if (end >= USAGE || Files.size(page) == 0) {
        throw new PartsException(
            "plimsoll " + String.join(" ", arguments) + " ended with " + end + ".");
      }
      return page;
    } catch (IOException e) {
      throw new PartsException("Cannot run " + PROGRAM + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while " + PROGRAM + " ran", e);
    }
  }
}
