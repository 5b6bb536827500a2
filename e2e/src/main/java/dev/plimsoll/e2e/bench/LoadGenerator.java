package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// `e2e/bench/admission.sh`, which makes the load, measures, and prints its table on our standard
/// output.
///
/// @param progress gets each line that it says while it works
record LoadGenerator(Consumer<String> progress) {

  /// The folder of its sources.
  static Path sources() {
    return SourceTree.controlPlane().resolveSibling("bench");
  }

  /// Measures in the cluster of `kubeconfig`; `options` are the script's own.
  void measure(Path kubeconfig, List<String> options) {
    var command = new ArrayList<String>();
    command.add(sources().resolve("admission.sh").toString());
    command.add("-kubeconfig=" + kubeconfig);
    command.add("-until-stdin-closes"); // its standard input is a pipe that ends with this JVM
    command.addAll(options);
    int status = run(command);
    if (status != 0) {
      throw new PartsException("The benchmark failed; it said why above.");
    }
  }

  private int run(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader lines = process.errorReader()) {
        lines.lines().forEach(progress);
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new PartsException("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while measuring", e);
    }
  }
}
