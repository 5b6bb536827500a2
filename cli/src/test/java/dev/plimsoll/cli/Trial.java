package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.report.Style;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Runs the command line in this process, against a registry whose name is the same each time.
///
/// `reg.dev.example` in arguments and files stands for the registry; it is as long as the real
/// address, so that nothing is laid out differently.
final class Trial {
  static final String REGISTRY = "reg.dev.example";

  private final ScriptedRegistry registry;
  private final Path directory;
  private Style style = Style.PLAIN;
  private byte[] input = {};
  private boolean watched;
  private String path = "";
  private volatile ByteArrayOutputStream shown = new ByteArrayOutputStream();

  /// How a command ended, and what it wrote.
  record Outcome(int exit, String out, String err) {}

  Trial(ScriptedRegistry registry, Path directory) {
    this.registry = registry;
    this.directory = directory;
  }

  Trial style(Style of) {
    style = of;
    return this;
  }

  Trial input(String standardInput) {
    return input(there(standardInput).getBytes(UTF_8));
  }

  Trial input(byte[] standardInput) {
    input = standardInput.clone();
    return this;
  }

  /// As if someone watched standard error.
  Trial watched() {
    watched = true;
    return this;
  }

  /// With a kubectl that tells of this cluster.
  Trial cluster(TestCluster cluster) {
    path = cluster.path();
    return this;
  }

  /// A file in the directory of the trial, in which names of files are looked up.
  Trial file(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, there(content));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often a line of standard error was begun anew so far, be it while the command runs.
  long drawings() {
    return shown.toString(UTF_8).chars().filter(each -> each == '\r').count();
  }

  Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    shown = err;
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("HOME", directory.toString(), "PATH", path),
            directory,
            style,
            watched);
    String[] real = Arrays.stream(arguments).map(this::there).toArray(String[]::new);
    int exit = Plimsoll.run(terminal, real);
    return new Outcome(exit, here(out.toString(UTF_8)), here(err.toString(UTF_8)));
  }

  private String there(String text) {
    return text.replace(REGISTRY, registry.host());
  }

  private String here(String text) {
    return text.replace(registry.host(), REGISTRY).replace(directory + "/", "");
  }
}
