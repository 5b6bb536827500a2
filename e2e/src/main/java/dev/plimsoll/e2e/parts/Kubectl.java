package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `kubectl` for one cluster: what a person would type and read.
public record Kubectl(Path program, Path kubeconfig) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// What a command wrote, and its exit status.
  public record Outcome(int status, String out, String err) {
    public boolean succeeded() {
      return status == 0;
    }
  }

  /// What a command wrote that had to succeed.
  public static String expect(Outcome outcome) {
    if (!outcome.succeeded()) {
      throw new PartsException(outcome.err().strip());
    }
    return outcome.out();
  }

  public Outcome run(String... arguments) {
    return runWithInput("", arguments);
  }

  /// `kubectl apply -f -` of these manifests.
  public Outcome apply(String yaml, String... arguments) {
    var line = new ArrayList<>(List.of("apply", "-f", "-"));
    line.addAll(List.of(arguments));
    return runWithInput(yaml, line.toArray(String[]::new));
  }

  /// Applies a Deployment of one container, `app`.
  public Outcome deploy(String name, String image, String namespace) {
    return apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: app, image: '%2$s'}]}
        """
            .formatted(name, image),
        "--namespace=" + namespace);
  }

  public Outcome runWithInput(String input, String... arguments) {
    var line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      var process = builder.start();
      var out =
          CompletableFuture.supplyAsync(
              () -> read(process.getInputStream()), Thread::startVirtualThread);
      var err =
          CompletableFuture.supplyAsync(
              () -> read(process.getErrorStream()), Thread::startVirtualThread);
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new PartsException(
            "kubectl %s did not end within %d s."
                .formatted(String.join(" ", arguments), LIMIT.toSeconds()));
      }
      return new Outcome(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new PartsException("Cannot run " + program + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while running kubectl", e);
    }
  }

  private static String read(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
