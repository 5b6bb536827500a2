package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import org.junit.jupiter.api.Test;

/// A first policy, written after images that are there.
class InitCommandTest extends ShopTrial {
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
}
