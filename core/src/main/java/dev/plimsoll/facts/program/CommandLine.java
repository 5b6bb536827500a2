package dev.plimsoll.facts.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an image says a container is to run, in which directory, and where programs are looked
/// for. An empty `workingDirectory` is the root.
public record CommandLine(
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory) {
  public static final CommandLine NONE = new CommandLine(List.of(), List.of(), List.of(), "");

  /// What container runtimes look through where an image says nothing.
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String PATH_IS = "PATH=";

  public CommandLine {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /// The program and its arguments.
  List<String> words() {
    List<String> words = new ArrayList<>(entrypoint);
    words.addAll(command);
    return words;
  }

  /// A path as seen from the working directory; none where that is no absolute path itself,
  /// since then no container starts.
  Optional<String> fromWorkingDirectory(String path) {
    return workingDirectory.isEmpty() || workingDirectory.startsWith("/")
        ? Optional.of(workingDirectory + "/" + path)
        : Optional.empty();
  }

  /// The directories in which programs are looked for.
  List<String> searched() {
    String path = PATH;
    for (String variable : environment) {
      if (variable.startsWith(PATH_IS)) {
        path = variable.substring(PATH_IS.length());
      }
    }
    return List.of(path.split(":", -1));
  }
}
