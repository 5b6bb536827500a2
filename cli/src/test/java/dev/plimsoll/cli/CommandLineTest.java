package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a command ends, and what it says of itself.
class CommandLineTest extends ShopTrial {
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
  void completesInAShell() {
    Outcome bash = run("completion", "bash");
    Outcome zsh = run("completion", "zsh");

    assertThat(bash.exit()).isZero();
    assertThat(bash.out()).contains("complete -F _complete_plimsoll").contains("--fail-on");
    assertThat(zsh.out()).startsWith("#compdef plimsoll\n").endsWith(bash.out());
    assertThat(run("completion", "fish").err()).hasLineCount(1).contains("BASH, ZSH");
  }

  @Test
  void tellsItsVersionAndItsHelp() {
    assertThat(run("--version").out()).startsWith("plimsoll ").contains("rules: catalogue ");
    assertThat(run("help").out()).contains("Exit codes:").contains("scan");
  }
}
