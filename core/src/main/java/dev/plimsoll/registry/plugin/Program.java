package dev.plimsoll.registry.plugin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A program that is asked one question at a time.
///
/// `name` is what messages call it; `environment` is set beside what this process has.
record Program(String name, Path file, List<String> arguments, Map<String, String> environment) {
  private static final int MOST = 256 << 10;
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /// How asking ended.
  sealed interface Outcome {
    /// By itself, with what it wrote to standard output.
    @SuppressWarnings("ArrayRecordComponent") // never compared, and shown nowhere
    record Ended(int status, byte[] output) implements Outcome {
      @Override
      public String toString() {
        return "Ended[" + status + "]";
      }
    }

    /// Otherwise; `why` is a sentence that begins with the program's name.
    record Failed(String why) implements Outcome {}
  }

  /// Starts it, tells it the question, and waits for its end.
  Outcome ask(byte[] question, Duration time) {
    if (!time.isPositive()) {
      return new Outcome.Failed(name + " was not asked, since no time was left");
    }
    Process process;
    try {
      process = start();
    } catch (IOException _) {
      return new Outcome.Failed(name + " cannot be started; check that it is there and may run");
    }
    try {
      return converse(process, question, System.nanoTime() + time.toNanos(), time);
    } finally {
      end(process);
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Outcome converse(Process process, byte[] question, long end, Duration time) {
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("plimsoll-program").start(() -> read(process, output));
    try (OutputStream in = process.getOutputStream()) {
      in.write(question);
    } catch (IOException _) {
      // It does not listen; what it says counts all the same.
    }
    try {
      byte[] said = output.get(end - System.nanoTime(), NANOSECONDS);
      if (said.length > MOST) {
        return new Outcome.Failed(name + " says more than a login takes");
      }
      if (process.waitFor(end - System.nanoTime(), NANOSECONDS)) {
        return new Outcome.Ended(process.exitValue(), said);
      }
    } catch (TimeoutException _) {
      // Said below.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(name + " was called off");
    } catch (ExecutionException _) {
      return new Outcome.Failed(name + " broke off");
    }
    return new Outcome.Failed(
        "%s did not answer within %.1f s".formatted(name, time.toMillis() / 1000.0));
  }

  private static void read(Process process, CompletableFuture<byte[]> output) {
    try (InputStream out = process.getInputStream()) {
      output.complete(out.readNBytes(MOST + 1));
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }

  /// Ends it and what it started, whatever state they are in.
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(LAST_WORDS.toNanos(), NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
