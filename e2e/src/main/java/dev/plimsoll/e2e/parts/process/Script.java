package dev.plimsoll.e2e.parts.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A shell script of this project, run to its end.
public final class Script {
  private Script() {}

  /// Runs `script` and returns what it wrote on standard output; each line of its standard error
  /// goes to `progress`.
  public static String run(Path script, List<String> arguments, Consumer<String> progress) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    List<String> errors = new ArrayList<>();
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                      lines.lines().peek(errors::add).forEach(progress);
                    } catch (IOException _) {
                      // The script's end says what matters.
                    }
                  });
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      reader.join();
      if (status != 0) {
        throw new PartsException(
            "%s failed: %s"
                .formatted(
                    script.getFileName(),
                    errors.isEmpty() ? "status " + status : errors.getLast()));
      }
      return out;
    } catch (IOException e) {
      throw new PartsException("Cannot run " + script + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while running " + script, e);
    }
  }
}
