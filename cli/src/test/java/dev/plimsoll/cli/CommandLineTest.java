package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.cli.report.Style;
import dev.plimsoll.registry.Conversation;
import dev.plimsoll.registry.Fault;
import dev.plimsoll.registry.ScriptedRegistry;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final String WEB = "reg.dev.example/shop/web:1.4";
  private static final String CORRECTED = "reg.dev.example/shop/web:1.5";
  private static final String GONE = "reg.dev.example/shop/gone:1";
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

  private Outcome run(String... arguments) {
    return trial().run(arguments);
  }

  private Trial trial() {
    return new Trial(registry, directory);
  }

  @Test
  void endsWithTheWorstOverAllImages() {
    assertThat(run("scan", CORRECTED).exit()).isZero();
    assertThat(run("scan", CORRECTED, GONE).exit()).isEqualTo(2);
    assertThat(run("scan", CORRECTED, GONE, WEB).exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"Enforce,enforce,1", "Enforce,never,0", "Warn,enforce,0", "Warn,warn,1"})
  void failsOnWhatItIsToldToFailOn(String enforcement, String failOn, int exit) {
    assertThat(withEnforcement(enforcement, failOn).exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({"Audit,enforce,0", "Audit,warn,0", "Audit,audit,1"})
  void knowsAuditFromWarn(String enforcement, String failOn, int exit) {
    assertThat(withEnforcement(enforcement, failOn).exit()).isEqualTo(exit);
  }

  private Outcome withEnforcement(String enforcement, String failOn) {
    String policy =
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: p}
        spec: {enforcement: %s, rules: {user: {rootUser: {}}}}
        """;
    return trial()
        .file("p.yaml", policy.formatted(enforcement))
        .run("scan", WEB, "-p", "p.yaml", "--fail-on", failOn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "scan",
        "scna reg.dev.example/shop/web:1.4",
        "scan --frobnicate x",
        "scan Shop/Web",
        "scan reg.dev.example/shop/web:1.4 --platform linux",
        "scan reg.dev.example/shop/web:1.4 --platform linux/amd64 --all-platforms",
        "scan reg.dev.example/shop/web:1.4 --profile Loose",
        "scan reg.dev.example/shop/web:1.4 --output pdf",
        "scan reg.dev.example/shop/web:1.4 --policy nowhere.yaml",
        "scan reg.dev.example/shop/web:1.4 --depth reference",
        "check",
        "check -f nowhere",
        "explain",
        "diff reg.dev.example/shop/web:1.4",
        "diff reg.dev.example/shop/web:1.4 reg.dev.example/shop/web:1.4",
        "explain pull-weight",
        "explain sha256:12",
        "explain Shop/Web:1",
        "init",
        "init reg.dev.example/shop/web:1.4 --name No_Name",
        "init reg.dev.example/shop/web:1.4 --profile Loose",
        "exempt shop.example/web --rule root-user --reason r",
        "exempt shop.example/web --rule root-usr --reason r --owner o",
        "exempt shop.example/web --rule pull-size=big --reason r --owner o",
        "exempt shop.example/web --rule root-user --reason r --owner o --expires 2001-01-01",
        "exempt shop.example/web --rule root-user --reason r --owner o --expires soon",
        "exempt Shop --rule root-user --reason r --owner o",
        "completion",
        "completion fish"
      })
  void tellsInOneSentenceHowItWasMisused(String command) {
    Outcome outcome = command.isEmpty() ? run() : run(command.split(" "));

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("plimsoll: ").hasLineCount(1).doesNotContain("Exception");
  }

  @Test
  void readsPoliciesFromStandardInput() {
    String policy =
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: from-a-pipe}
        spec: {profile: Baseline}
        """;

    assertThat(trial().input(policy).run("scan", WEB, "-p", "-").out())
        .contains("under policy from-a-pipe");
  }

  @Test
  void saysWhatIsNoYaml() {
    Outcome outcome =
        trial().file("p.yaml", "spec:\n  a: [1\n  b: 2\n").run("scan", WEB, "-p", "p.yaml");

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).startsWith("plimsoll: p.yaml:3: this is no YAML: ").hasLineCount(1);
  }

  @Test
  void saysThatAFileHoldsNoPolicy() {
    assertThat(trial().file("p.yaml", "kind: Pod\n").run("scan", WEB, "-p", "p.yaml").err())
        .isEqualTo("plimsoll: p.yaml: there is no ImagePolicy of plimsoll.dev/v1alpha1 in it\n");
  }

  @Test
  void saysWhichKnownBaseIsLeftOut() {
    String policy =
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: p}
        spec: {profile: Baseline, knownBases: [reg.dev.example/base/gone:1]}
        """;

    assertThat(trial().file("p.yaml", policy).run("scan", CORRECTED, "-p", "p.yaml").out())
        .contains("note: known base reg.dev.example/base/gone:1 is left out: ");
  }

  @Test
  void saysThatNoPolicyIsAboutAnImage() {
    String policy =
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: p}
        spec: {profile: Baseline, match: {images: ["elsewhere.example/**"]}}
        """;
    Outcome outcome = trial().file("p.yaml", policy).run("scan", WEB, "-p", "p.yaml");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Admitted, no violations under no policy");
  }

  @Test
  void readsNoLayerOfAnImageThatAnEarlierRunRead() {
    try (ScriptedRegistry registry = Shop.open()) {
      Outcome first = new Trial(registry, directory).run("scan", WEB);
      int read = registry.requests("GET", "/blobs/").size();
      Outcome second = new Trial(registry, directory).run("scan", WEB);

      assertThat(second).isEqualTo(first);
      assertThat(registry.requests("GET", "/blobs/")).hasSize(read);

      new Trial(registry, directory).run("scan", WEB, "--no-cache");
      assertThat(registry.requests("GET", "/blobs/")).hasSize(2 * read);
    }
  }

  @Test
  void goesOnWhereNothingCanBeKept() {
    Outcome outcome = trial().file(".cache", "a file").run("scan", CORRECTED);

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("note: facts are not kept for the next run: ");
  }

  @Test
  void logsInAsDockerDoes() {
    try (ScriptedRegistry closed = Shop.open().requireLogin("me", "secret")) {
      String image = closed.host() + "/shop/web:1.5";
      assertThat(new Trial(closed, directory).run("scan", image).exit()).isEqualTo(2);

      String login = "{\"auths\":{\"%s\":{\"auth\":\"bWU6c2VjcmV0\"}}}".formatted(closed.host());
      Trial trial = new Trial(closed, directory).file(".docker/config.json", login);
      assertThat(trial.run("scan", image).exit()).isZero();

      trial.file(".docker/config.json", "{");
      assertThat(trial.run("scan", image).err())
          .isEqualTo(
              "plimsoll: .docker/config.json: the docker config is no JSON; write it by docker"
                  + " login\n");
    }
  }

  @Test
  void showsProgressToWhoeverWatchesAndToNobodyElse() {
    try (ScriptedRegistry slow = Shop.open()) {
      slow.on("GET", "/blobs/", CommandLineTest::late).times(4);
      Outcome seen = new Trial(slow, directory).watched().run("scan", WEB);

      assertThat(seen.err()).contains("reading reg.dev.example/shop/web:1.4").contains("layer ");
      assertThat(seen.err()).endsWith("\r\u001b[K");
    }
    assertThat(run("scan", WEB).err()).isEmpty();
  }

  private static boolean late(Conversation conversation, Fault.Answer right) throws IOException {
    try {
      Thread.sleep(400);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    conversation.head(right.status(), right.headers());
    conversation.write(right.body());
    return true;
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

  @Test
  void completesInAShell() {
    Outcome bash = run("completion", "bash");
    Outcome zsh = run("completion", "zsh");

    assertThat(bash.exit()).isZero();
    assertThat(bash.out()).contains("complete -F _complete_plimsoll").contains("--fail-on");
    assertThat(zsh.out()).startsWith("#compdef plimsoll\n").endsWith(bash.out());
    assertThat(run("completion", "fish").err()).hasLineCount(1).contains("BASH, ZSH");
  }

  @Test
  void writesAPolicyThatRefusesNoneOfTheImages() {
    Outcome policy = run("init", WEB, CORRECTED, "--name", "start", "-n", "shop");
    Outcome judged =
        trial().file("p.yaml", policy.out()).run("scan", WEB, CORRECTED, "-p", "p.yaml");

    assertThat(policy.exit()).isZero();
    assertThat(policy.out())
        .contains("metadata: {name: start, namespace: shop}")
        .contains("pullSize: {max: 25Mi}")
        .contains("compiler: {enforcement: Warn}");
    assertThat(judged.exit()).isZero();
    assertThat(judged.out()).contains("Warn compiler: ");
    assertThat(run("scan", WEB).exit()).isEqualTo(1);
  }

  @Test
  void writesNoPolicyForAnImageThatItCannotJudge() {
    Outcome outcome = run("init", CORRECTED, GONE);

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("plimsoll: no policy is written: " + GONE).hasLineCount(1);
  }

  @Test
  void explainsAnImageAndWhatIsKeptOfADigest() {
    Outcome image = run("explain", WEB);
    String digest = Shop.image("shop/web:1.4").digest().toString();
    Outcome kept = run("explain", digest);

    assertThat(image.exit()).isZero();
    assertThat(image.out()).contains("compiler (").contains("- gcc-12 10.0 MiB");
    assertThat(kept.exit()).isZero();
    assertThat(kept.out().lines().skip(1)).isEqualTo(image.out().lines().skip(1).toList());

    Outcome unknown = run("explain", "sha256:" + "0".repeat(64));
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.out()).contains("nothing is kept of sha256:0000");
  }

  @Test
  void endsWith70OnAFaultOfItsOwn() {
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void print(String text) {
            throw new IllegalStateException("a fault of ours");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            broken,
            new PrintStream(err, true, UTF_8),
            Map.of(),
            directory,
            Style.PLAIN,
            false);

    assertThat(Plimsoll.run(terminal, "rules")).isEqualTo(70);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "plimsoll: Plimsoll failed (IllegalStateException); set PLIMSOLL_DEBUG=1 to see where,"
                + " and report it\n");
  }

  @Test
  void tellsItsVersionAndItsHelp() {
    assertThat(run("--version").out()).startsWith("plimsoll ").contains("rules: catalogue ");
    assertThat(run("help").out()).contains("Exit codes:").contains("scan");
  }

  @Test
  void listsAndExplainsEveryRule() {
    String list = run("rules").out();
    for (Rule<?> rule : Catalogue.rules()) {
      Outcome page = run("explain", rule.id());

      assertThat(list).contains(rule.id());
      assertThat(page.exit()).isZero();
      assertThat(page.out())
          .startsWith(rule.id() + "\n")
          .contains(
              "%s: {%s: {"
                  .formatted(rule.description().family().field(), rule.description().field()));
      assertThat(run("explain", rule.description().field())).isEqualTo(page);
    }
    assertThat(run("explain", "pull-weight").err())
        .startsWith("plimsoll: \"pull-weight\" is no rule and no image's full name; there are ");
  }
}
