package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A program that is run to its end.
final class Command {
  private Command() {}

  /// Runs it and returns what it wrote on standard output; its standard error is ours.
  static String run(List<String> command) {
    return feed(command, InputStream.nullInputStream());
  }

  /// The same, with `input` on its standard input.
  static String feed(List<String> command, InputStream input) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (OutputStream standardInput = process.getOutputStream()) {
        input.transferTo(standardInput);
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new PartsException(
            "%s ended with status %d: %s".formatted(command.getFirst(), status, out.strip()));
      }
      return out;
    } catch (IOException e) {
      throw new PartsException("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while " + command.getFirst() + " ran", e);
    }
  }
}
