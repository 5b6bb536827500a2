package dev.plimsoll.e2e.parts.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that runs beside this JVM and never outlives it, not even when the JVM is killed.
///
/// Between the two stands a shell that reads from the JVM: when that pipe closes, for whatever
/// reason, the shell ends the program. (The kernel's parent-death signal would not do: it is bound
/// to the thread that started the program, and threads of a JVM come and go.)
///
/// Each shell and its program have a session of their own: a signal to the JVM's group ends neither
/// before its time. And Linux shares processors out among sessions first (sched(7), autogroups), as
/// among containers where there is a kubelet: a part that starts, with all its threads, takes no
/// more from the others than one of a single thread would.
public final class SupervisedProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String SUPERVISE =
      """
      pidfile=$1; shift
      exec 3<&0
      asked=; child=
      # A child that has only just been forked still has this shell's trap for TERM and would lose
      # it. One that has written its process id is past that.
      ask() {
        n=0
        while [ ! -s "$pidfile" ] && kill -0 $child && [ $n -lt 500 ]; do
          sleep 0.01
          n=$((n + 1))
        done
        kill -TERM $child
      }
      trap 'asked=yes; [ -z "$child" ] || ask 2>/dev/null' TERM
      sh -c 'echo $$ >"$0"; exec "$@"' "$pidfile" "$@" </dev/null 3<&- &
      child=$!
      [ -z "$asked" ] || ask 2>/dev/null
      trap '' INT HUP
      (
        trap - INT HUP
        while read -r _ <&3; do :; done
        kill -TERM $child
        n=0
        while kill -0 $child && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
        kill -KILL $child
      ) 2>/dev/null >/dev/null &
      watcher=$!
      exec 3<&-
      while :; do
        wait $child; status=$?
        kill -0 $child 2>/dev/null || break
      done
      # Not TERM: a subshell that has only just been forked still has this shell's trap for it.
      kill -KILL $watcher 2>/dev/null
      wait $watcher 2>/dev/null
      rm -f "$pidfile"
      exit $status
      """;

  private final String name;
  private final Process shell;
  private final Path pidFile;
  private final Path log;

  private SupervisedProcess(String name, Process shell, Path pidFile, Path log) {
    this.name = name;
    this.shell = shell;
    this.pidFile = pidFile;
    this.log = log;
  }

  /// Starts `command`, with `environment` added to the JVM's own; what it writes is added to
  /// `<name>.log` in `logs`.
  public static SupervisedProcess start(
      String name, List<String> command, Map<String, String> environment, Path logs) {
    var log = logs.resolve(name + ".log");
    try {
      Files.createDirectories(logs);
      // Of this one alone: others may have its name, and to end this one must not end those.
      var pidFile = Files.createTempFile(logs, "." + name + ".", ".pid");
      var line =
          new ArrayList<>(List.of("setsid", "/bin/sh", "-c", SUPERVISE, name, pidFile.toString()));
      line.addAll(command);
      var builder = new ProcessBuilder(line);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.directory(new File("/"));
      return new SupervisedProcess(name, builder.start(), pidFile, log);
    } catch (IOException e) {
      throw new PartsException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public boolean isRunning() {
    return shell.isAlive();
  }

  /// The program itself (not the shell that watches over it), while it runs.
  public Optional<ProcessHandle> program() {
    try {
      var pid = Files.readString(pidFile).strip();
      return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Ends the program without a chance to clean up, as the kernel's memory killer would, and waits.
  public void kill() {
    Patience.comes(GRACE, () -> !isRunning() || program().isPresent());
    program().ifPresent(ProcessHandle::destroyForcibly);
    if (!endsWithin(GRACE)) {
      shell.destroyForcibly();
    }
  }

  /// Asks the program to end, waits for `grace`, then kills it; returns once it is gone.
  public void stop(Duration grace) {
    if (!isRunning()) {
      return;
    }
    // Process.destroy() would close the pipe too, and with it the program's time be the shell's.
    shell.toHandle().destroy();
    if (!endsWithin(grace)) {
      kill();
    }
  }

  @Override
  public void close() {
    stop(GRACE);
  }

  /// The last lines of the log, for a message or a person.
  public String logTail(int lines) {
    try {
      var all = Files.readAllLines(log);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return shell.waitFor(time.toMillis(), MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
