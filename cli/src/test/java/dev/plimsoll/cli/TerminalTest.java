package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.cli.report.Style;
import dev.plimsoll.registry.Fault;
import dev.plimsoll.registry.ScriptedRegistry;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What those see who watch a terminal: progress, its width, colours.
class TerminalTest extends ShopTrial {
  @Test
  void showsProgressToWhoeverWatchesAndToNobodyElse() {
    try (ScriptedRegistry slow = Shop.open()) {
      Trial trial = new Trial(slow, directory).watched();
      slow.on("GET", "/blobs/", onceSeen(trial)).times(4);
      Outcome seen = trial.run("scan", WEB);

      assertThat(seen.err()).contains("reading reg.dev.example/shop/web:1.4").contains("layer ");
      assertThat(seen.err()).endsWith("\r\u001b[K");
    }
    assertThat(run("scan", WEB).err()).isEmpty();
  }

  /// Answers once the progress of what is asked for was drawn.
  private static Fault onceSeen(Trial trial) {
    return (conversation, right) -> {
      long before = trial.drawings();
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (trial.drawings() < before + 2 && System.nanoTime() < until) {
        pause();
      }
      conversation.head(right.status(), right.headers());
      conversation.write(right.body());
      return true;
    };
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void showsTheFiguresOfProgressHoweverNarrowTheTerminal() {
    try (ScriptedRegistry slow = Shop.open()) {
      Trial trial = new Trial(slow, directory).style(new Style(60, false)).watched();
      slow.on("GET", "/blobs/", onceSeen(trial)).times(4);
      String digest = Shop.image("shop/web:1.4").digest().toString();
      Outcome seen = trial.run("scan", "reg.dev.example/shop/web@" + digest);

      assertThat(seen.err()).containsPattern("layer \\d of 4, [^\r]*MiB, [^\r]*/s");
      assertThat(seen.err().split("\r")).allMatch(line -> line.length() < 60 + "\u001b[K".length());
    }
  }

  @Test
  void isAsWideAsTheTerminalAndColouredOnRequestOnly() {
    Pattern colours = Pattern.compile("\u001b\\[[0-9;]*m");
    for (int width : new int[] {70, 100, 140}) {
      for (String command : List.of("scan " + WEB, "diff " + CORRECTED + " " + WEB)) {
        String out = trial().style(new Style(width, true)).run(command.split(" ")).out();

        assertThat(out).containsPattern(colours);
        assertThat(colours.matcher(out).replaceAll("").lines())
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
      }
    }
    assertThat(run("scan", WEB).out()).doesNotContainPattern(colours);
  }
}
