package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.report.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a command reads and writes, and what it knows of its surroundings: the environment,
/// the directory that names of files start from, how wide and colourful its output may be, and
/// whether someone watches standard error.
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Style style,
    boolean watched) {
  private static final int WIDTH = 100;

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /// This process's own. The launcher tells by system properties what Java cannot find out
  /// cheaply: the columns of a terminal on standard output, and whether standard error is one.
  static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    Integer columns = number(System.getProperty("plimsoll.columns"));
    Integer asked = number(environment.get("COLUMNS"));
    boolean colours =
        columns != null
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    int width = asked != null ? asked : columns != null ? columns : WIDTH;
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        environment,
        Path.of(""),
        new Style(width, colours),
        Boolean.getBoolean("plimsoll.watched"));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.valueOf(text) : null;
  }
}
