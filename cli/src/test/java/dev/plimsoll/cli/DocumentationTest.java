package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.report.Formats.Output;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Holds the page about the command line, and the README, against the command line.
///
/// `-Dplimsoll.generate` writes the transcripts anew.
class DocumentationTest {
  private static final Path PAGE = Path.of("../docs/cli.md");
  private static final Pattern FILE =
      Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TRANSCRIPT =
      Pattern.compile("```console\n\\$ plimsoll ([^\n]+)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern PICTURE = Pattern.compile("\\((images/[^)]+\\.png)\\)");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"../docs/cli.md,6", "../README.md,1"})
  void showsWhatTheCommandsWrite(Path page, int transcripts) throws IOException {
    String text = Files.readString(page);
    String played = played(text);
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(page, played);
    }

    assertThat(TRANSCRIPT.matcher(text).results().count()).isGreaterThanOrEqualTo(transcripts);
    assertThat(played).isEqualTo(Files.readString(page));
  }

  /// The files that the commands read are those that the page about them shows.
  private String played(String page) throws IOException {
    String files = Files.readString(PAGE);
    try (ScriptedRegistry registry = Shop.open()) {
      Trial trial = new Trial(registry, directory).cluster(cluster(registry, files));
      FILE.matcher(files).results().forEach(file -> trial.file(file.group(1), file.group(2)));
      return TRANSCRIPT.matcher(page).replaceAll(match -> transcript(trial, match));
    }
  }

  /// One that has the policy of the page, recording as yet, and runs three images.
  private TestCluster cluster(ScriptedRegistry registry, String page) {
    String policy =
        FILE.matcher(page)
            .results()
            .filter(file -> file.group(1).equals("load-line.yaml"))
            .map(file -> file.group(2).replace("spec:\n", "spec:\n  enforcement: Audit\n"))
            .map(text -> text.replaceFirst("  knownBases:.*\n", ""))
            .findFirst()
            .orElseThrow();
    return new TestCluster(registry, directory)
        .with(TestCluster.NAMESPACES)
        .with(policy)
        .running("shop", "web", "shop/web:1.4")
        .running("shop", "cart", "shop/web:1.5")
        .running("bank", "web", "shop/web:1.4")
        .running("bank", "shell", "base/debian:12")
        .reported("shop/web:1.4", 2)
        .reported("shop/web:1.5", 1)
        .reported("base/debian:12", 1);
  }

  private static String transcript(Trial trial, MatchResult match) {
    String out = trial.run(match.group(1).split(" ")).out().stripTrailing();
    return Matcher.quoteReplacement(
        "```console\n$ plimsoll %s\n%s\n```".formatted(match.group(1), out));
  }

  @Test
  void showsPicturesThatAreThere() throws IOException {
    List<String> pictures =
        PICTURE.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();

    assertThat(pictures).hasSizeGreaterThan(2);
    assertThat(pictures).allSatisfy(one -> assertThat(PAGE.resolveSibling(one)).isRegularFile());
  }

  @Test
  void namesEveryCommandAndEveryFormat() throws IOException {
    String page = Files.readString(PAGE);
    CommandLine line = Plimsoll.commandLine(Terminal.ofProcess());
    line.getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help"))
        .forEach(name -> assertThat(page).contains("plimsoll " + name));
    for (Object format : Output.values()) {
      assertThat(page).contains("| `" + format + "` |");
    }
  }
}
