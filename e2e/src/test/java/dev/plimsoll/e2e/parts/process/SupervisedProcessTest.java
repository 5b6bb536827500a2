package dev.plimsoll.e2e.parts.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final List<String> DEAF =
      List.of("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");

  private static final Duration SOON = Duration.ofSeconds(60);

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
    endsAfter(Process::destroyForcibly);
  }

  /// As `timeout` does, and a terminal that is closed.
  @Test
  void endsWhenTheWholeGroupOfThatJvmIsKilled() throws Exception {
    endsAfter(
        jvm -> {
          try {
            new ProcessBuilder("sh", "-c", "kill -KILL -" + jvm.pid()).inheritIO().start();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void endsAfter(Consumer<Process> killing) throws Exception {
    var jvm = orphaning();
    try {
      var pid = Long.parseLong(contentOf(logs.resolve("pid")));
      var program = ProcessHandle.of(pid).orElseThrow();
      assertThat(program.isAlive()).isTrue();

      killing.accept(jvm);

      program.onExit().get(60, TimeUnit.SECONDS);
      assertThat(program.isAlive()).isFalse();
    } finally {
      jvm.destroyForcibly().waitFor();
    }
  }

  /// A JVM that leads a group of its own.
  private Process orphaning() throws IOException {
    return new ProcessBuilder(
            "setsid",
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Orphaned.class.getName(),
            logs.toString())
        .inheritIO()
        .start();
  }

  @Test
  void writesWhatTheProgramSaysToItsLog() {
    try (var process = start(List.of("sh", "-c", "echo out; echo err >&2; exit 3"))) {
      awaitEndOf(List.of(process));
      assertThat(process.logTail(5)).isEqualTo("out\nerr");
      assertThat(process.program()).isEmpty();
    }
  }

  @Test
  void endsWithAProgramThatEndsAtOnce() {
    var processes = new ArrayList<SupervisedProcess>();
    try {
      for (int i = 0; i < 100; i++) {
        processes.add(SupervisedProcess.start("brief-" + i, List.of("true"), Map.of(), logs));
      }
      awaitEndOf(processes);
    } finally {
      processes.forEach(SupervisedProcess::kill);
    }
  }

  /// A process that is only just being forked has not forgotten its parent's traps yet.
  @Test
  void stopsAProgramThatHasOnlyJustBeenStarted() {
    var slow = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      var process =
          SupervisedProcess.start("stopped-" + i, List.of("sleep", "600"), Map.of(), logs);
      for (int spin = 0; spin < i * 80_000; spin++) {
        Thread.onSpinWait();
      }
      long begin = System.nanoTime();
      process.stop(SOON);
      if (System.nanoTime() - begin > SOON.dividedBy(2).toNanos()) {
        slow.add(process.name());
      }
    }
    assertThat(slow).as("were not told to end").isEmpty();
  }

  @Test
  void endsAloneBesideAnotherOfItsName() {
    try (var first = start(List.of("sleep", "600"));
        var second = start(List.of("sleep", "600"))) {
      var program = programOf(first);
      var other = programOf(second);

      first.kill();

      assertThat(program.isAlive()).isFalse();
      assertThat(other.isAlive()).isTrue();
      assertThat(second.program()).contains(other);
    }
  }

  @Test
  void failureToStartShowsTheEndOfTheLog() {
    try (var process = start(List.of("sh", "-c", "echo no such flag; exit 1"))) {
      assertThatThrownBy(() -> Readiness.await(process, SOON, () -> false))
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

  private static void awaitEndOf(List<SupervisedProcess> processes) {
    Patience.await(
        SOON,
        () -> processes.stream().noneMatch(SupervisedProcess::isRunning),
        () -> processes.stream().filter(SupervisedProcess::isRunning).count() + " run on");
  }

  private static ProcessHandle programOf(SupervisedProcess process) {
    Patience.comes(SOON, () -> process.program().isPresent());
    return process.program().orElseThrow();
  }

  private static String contentOf(Path file) throws Exception {
    Patience.comes(SOON, () -> Files.exists(file));
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
