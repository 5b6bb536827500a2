package dev.plimsoll.e2e.parts.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final List<String> DEAF =
      List.of("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");

  @TempDir private Path logs;

  @Test
  void endsWhenClosed() throws Exception {
    ProcessHandle program;
    try (var process = start(List.of("sleep", "600"))) {
      program = programOf(process);
      assertThat(program.isAlive()).isTrue();
    }
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void isKilledWhenItDoesNotEndInTime() throws Exception {
    var process = start(DEAF);
    var program = programOf(process);
    process.stop(Duration.ofMillis(200));
    assertThat(program.isAlive()).isFalse();
    assertThat(process.isRunning()).isFalse();
  }

  @Test
  void endsWhenTheJvmThatStartedItIsKilled() throws Exception {
    var jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Orphaned.class.getName(),
                logs.toString())
            .inheritIO()
            .start();
    ProcessHandle program;
    try {
      program = ProcessHandle.of(Long.parseLong(contentOf(logs.resolve("pid")))).orElseThrow();
      assertThat(program.isAlive()).isTrue();
    } finally {
      jvm.destroyForcibly().waitFor();
    }
    program.onExit().get(5, TimeUnit.SECONDS);
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void writesWhatTheProgramSaysToItsLog() throws Exception {
    try (var process = start(List.of("sh", "-c", "echo out; echo err >&2; exit 3"))) {
      for (int i = 0; i < 100 && process.isRunning(); i++) {
        Thread.sleep(20);
      }
      assertThat(process.logTail(5)).isEqualTo("out\nerr");
      assertThat(process.program()).isEmpty();
    }
  }

  @Test
  void failureToStartShowsTheEndOfTheLog() {
    try (var process = start(List.of("sh", "-c", "echo no such flag; exit 1"))) {
      assertThatThrownBy(() -> Readiness.await(process, Duration.ofSeconds(5), () -> false))
          .isInstanceOf(PartsException.class)
          .hasMessageContaining("sleeper ended while it was starting")
          .hasMessageContaining("no such flag");
    }
  }

  @Test
  void partThatNeverGetsReadyEndsTheWaiting() {
    try (var process = start(List.of("sleep", "600"))) {
      assertThatThrownBy(
              () ->
                  Readiness.await(
                      process,
                      Duration.ofMillis(200),
                      () -> {
                        throw new IllegalStateException("503");
                      }))
          .isInstanceOf(PartsException.class)
          .hasMessageContaining("sleeper was not ready after")
          .hasMessageContaining("503");
    }
  }

  private SupervisedProcess start(List<String> command) {
    return SupervisedProcess.start("sleeper", command, Map.of(), logs);
  }

  private static ProcessHandle programOf(SupervisedProcess process) throws InterruptedException {
    for (int i = 0; i < 250 && process.program().isEmpty(); i++) {
      Thread.sleep(20);
    }
    return process.program().orElseThrow();
  }

  private static String contentOf(Path file) throws Exception {
    for (int i = 0; i < 500 && !Files.exists(file); i++) {
      Thread.sleep(20);
    }
    return Files.readString(file);
  }

  /// A JVM that starts a program and waits to be killed.
  static final class Orphaned {
    private Orphaned() {}

    public static void main(String[] arguments) throws Exception {
      var logs = Path.of(arguments[0]);
      var process = SupervisedProcess.start("orphan", List.of("sleep", "600"), Map.of(), logs);
      var written = Files.writeString(logs.resolve("new"), "" + programOf(process).pid());
      Files.move(written, logs.resolve("pid"));
      Thread.sleep(Duration.ofMinutes(10));
      process.close();
    }
  }
}
