package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import org.junit.jupiter.api.Test;

/// What becomes of the policies that a command is given.
class PolicyOptionsTest extends ShopTrial {
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
}
