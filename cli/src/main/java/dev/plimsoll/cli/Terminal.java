package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.report.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a command reads and writes, and what it knows of its surroundings: the environment,
/// the directory that names of files start from, how wide and colourful its output may be, and
/// in `watched` the columns of the terminal on which someone watches standard error, 0 for none.
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Style style,
    int watched) {
  private static final int WIDTH = 100;

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /// One whose standard error, where someone watches it, is as wide as its output.
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path directory,
      Style style,
      boolean watched) {
    this(in, out, err, environment, directory, style, watched ? style.width() : 0);
  }

  /// This process's own. The launcher tells by system properties what Java cannot find out
  /// cheaply: the columns of a terminal on standard output, and of one on standard error.
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
        new Printer(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        environment,
        Path.of(""),
        new Style(width, colours),
        Objects.requireNonNullElse(number(System.getProperty("plimsoll.watched")), 0));
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.valueOf(text) : null;
  }
}
