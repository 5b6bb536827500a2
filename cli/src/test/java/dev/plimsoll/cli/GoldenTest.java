package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder of `golden` is a command, its files, and what it must write to the letter.
///
/// `-Dplimsoll.generate` writes what is expected anew: read the difference before you commit it.
class GoldenTest {
  private static final Path FOLDERS = Path.of("src/test/resources/golden");
  private static final String COMMAND = "command";
  private static final String EXPECTED = "expected.txt";
  private static ScriptedRegistry registry;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    registry = Shop.open();
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  /// The output without what every new rule changes.
  private static String withoutCatalogue(String output) {
    return output
        .replaceAll("(?s)\"rules\" : \\[\n {12}\\{.*?\n {10}\\]", "\"rules\" : [...]")
        .replaceAll("(\"(?:ruleIndex|rules)\" : )\\d+", "$1...")
        .replaceAll("(\"(?:version|semanticVersion)\" : )\"[0-9.]{1,5}\"", "$1...");
  }

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void writesWhatItAlwaysWrote(Path folder) throws IOException {
    Trial trial = new Trial(registry, directory);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.equals("stdin")) {
          trial.input(Files.readString(file));
        } else if (!name.equals(COMMAND) && !name.equals(EXPECTED)) {
          trial.file(name, Files.readString(file));
        }
      }
    }
    Outcome outcome = trial.run(Files.readString(folder.resolve(COMMAND)).strip().split("\\s+"));
    String written =
        "exit %d\n--- standard output\n%s--- standard error\n%s"
            .formatted(outcome.exit(), withoutCatalogue(outcome.out()), outcome.err());
    Path expected = folder.resolve(EXPECTED);
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(expected, written);
    }
    assertThat(written).isEqualTo(Files.readString(expected));
  }
}
