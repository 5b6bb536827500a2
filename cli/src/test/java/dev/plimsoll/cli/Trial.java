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
  private String input = "";
  private boolean watched;

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
    input = there(standardInput);
    return this;
  }

  /// As if someone watched standard error.
  Trial watched() {
    watched = true;
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

  Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("HOME", directory.toString()),
            style,
            watched);
    String[] real = Arrays.stream(arguments).map(this::argument).toArray(String[]::new);
    int exit = Plimsoll.run(terminal, real);
    return new Outcome(exit, here(out.toString(UTF_8)), here(err.toString(UTF_8)));
  }

  private String argument(String argument) {
    Path file = directory.resolve(argument.replace(':', '_'));
    return !argument.isEmpty() && Files.exists(file) && !argument.startsWith("-")
        ? file.toString()
        : there(argument);
  }

  private String there(String text) {
    return text.replace(REGISTRY, registry.host());
  }

  private String here(String text) {
    return text.replace(registry.host(), REGISTRY).replace(directory + "/", "");
  }
}
