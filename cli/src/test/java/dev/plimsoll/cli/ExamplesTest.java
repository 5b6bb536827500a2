package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plimsoll.cli.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the examples for CI systems against the commands that they call.
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples/ci");
  /// But for those that the CI system sets.
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?((?!GITHUB_|CI_)[A-Z][A-Z_]+)");

  private static final Pattern CALL =
      Pattern.compile("(?m)^(?!#).*?[:-] plimsoll ((?:scan|check|diff) .*?)(?: >.*)?$");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void setsTheVariablesThatItNames(Path example) throws IOException {
    String text = Files.readString(example);
    List<String> named =
        VARIABLE.matcher(text).results().map(variable -> variable.group(1)).distinct().toList();

    assertThat(named)
        .allSatisfy(name -> assertThat(text).containsPattern("(?m)^ *" + name + ": \\S"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void callsCommandsThatThereAre(Path example) throws Exception {
    String text = Files.readString(example);
    List<String> calls =
        CALL.matcher(text).results().map((MatchResult call) -> call.group(1)).toList();

    assertThat(YamlReader.read(example.toString(), text)).hasSize(1);
    assertThat(calls).isNotEmpty();
    for (String call : calls) {
      assertThatCode(() -> Plimsoll.commandLine(Terminal.ofProcess()).parseArgs(call.split(" ")))
          .doesNotThrowAnyException();
    }
  }
}
