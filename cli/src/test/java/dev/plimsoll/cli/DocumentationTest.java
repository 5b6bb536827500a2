package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.report.Formats.Output;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Holds the page about the command line against the command line.
///
/// `-Dplimsoll.generate` writes the transcripts anew.
class DocumentationTest {
  private static final Path PAGE = Path.of("../docs/cli.md");
  private static final Pattern FILE =
      Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TRANSCRIPT =
      Pattern.compile("```console\n\\$ plimsoll ([^\n]+)\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void showsWhatTheCommandsWrite() throws IOException {
    String page = Files.readString(PAGE);
    String played = played(page);
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(PAGE, played);
    }

    assertThat(TRANSCRIPT.matcher(page).results().count()).isGreaterThanOrEqualTo(3);
    assertThat(played).isEqualTo(Files.readString(PAGE));
  }

  private String played(String page) {
    try (ScriptedRegistry registry = Shop.open()) {
      Trial trial = new Trial(registry, directory);
      FILE.matcher(page).results().forEach(file -> trial.file(file.group(1), file.group(2)));
      return TRANSCRIPT.matcher(page).replaceAll(match -> transcript(trial, match));
    }
  }

  private static String transcript(Trial trial, MatchResult match) {
    String out = trial.run(match.group(1).split(" ")).out().stripTrailing();
    return Matcher.quoteReplacement(
        "```console\n$ plimsoll %s\n%s\n```".formatted(match.group(1), out));
  }

  @Test
  void namesEveryCommandAndEveryFormat() throws IOException {
    String page = Files.readString(PAGE);
    CommandLine line = Plimsoll.commandLine(Terminal.ofProcess());
    line.getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help") && !name.equals("generate-completion"))
        .forEach(name -> assertThat(page).contains("plimsoll " + name));
    for (Object format : Output.values()) {
      assertThat(page).contains("| `" + format + "` |");
    }
  }
}
