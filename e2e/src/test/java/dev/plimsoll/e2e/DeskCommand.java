package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The packaged command line as a process of its own, with a cache of its own in `directory`.
record DeskCommand(Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /// How the command ended, and what it wrote.
  record Ended(int exit, String out, String err) {
    /// What it wrote, where it neither was called wrongly nor failed.
    String told() {
      assertThat(exit).as(err).isLessThan(64);
      return out;
    }
  }

  /// `plimsoll` with these arguments.
  Ended run(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(java());
    line.addAll(List.of(arguments));
    return ended(new ProcessBuilder(line));
  }

  /// `kubectl plimsoll` with these arguments, as kubectl finds it on its `PATH`.
  Ended runAsPlugin(Kubectl kubectl, String... arguments) throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path plugin = bin.resolve("kubectl-plimsoll");
    Files.writeString(plugin, "#!/bin/sh\nexec " + String.join(" ", java()) + " \"$@\"\n");
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    List<String> line = new ArrayList<>(List.of(kubectl.program().toString(), "plimsoll"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubectl.kubeconfig().toString());
    environment.put(
        "PATH", bin + ":" + kubectl.program().getParent() + ":" + environment.get("PATH"));
    return ended(builder);
  }

  private static List<String> java() {
    Path target = SourceTree.root().resolve("cli/target");
    assertThat(target.resolve("lib")).as("the packaged command line").isDirectory();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
        "dev.plimsoll.cli.Plimsoll");
  }

  private Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
    builder.environment().put("PLIMSOLL_CACHE", directory.resolve("cache").toString());
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(LIMIT)) {
      process.destroyForcibly();
      throw new AssertionError(
          "%s did not end within %s".formatted(String.join(" ", builder.command()), LIMIT));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
