package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher in a terminal of its own, with a Java that writes what it is called with.
class LauncherTest {
  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("launcher/plimsoll"), bin.resolve("plimsoll"));
    Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$*\"\n");
    assertThat(bin.resolve("plimsoll").toFile().setExecutable(true)).isTrue();
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /// What the shell says in a terminal of 77 columns; `script`, of Debian's bsdutils, makes one.
  private String inTerminal(String line) throws IOException, InterruptedException {
    return written("script", "-qec", "stty cols 77 rows 20; " + line, "/dev/null");
  }

  private String written(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void tellsHowWideTheTerminalIsAndThatSomeoneWatches() throws Exception {
    assertThat(inTerminal("bin/plimsoll rules"))
        .contains("-Dplimsoll.columns=77 ", "-Dplimsoll.watched=77 ", "dev.plimsoll.cli.Plimsoll");
  }

  @Test
  void knowsThatTheReportGoesIntoAPipeAndProgressToATerminal() throws Exception {
    assertThat(inTerminal("bin/plimsoll rules | cat"))
        .doesNotContain("plimsoll.columns")
        .contains("-Dplimsoll.watched=77 ");
  }

  @Test
  void knowsThatNobodyWatches() throws Exception {
    assertThat(written("bin/plimsoll", "rules"))
        .doesNotContain("plimsoll.columns", "plimsoll.watched");
  }
}
