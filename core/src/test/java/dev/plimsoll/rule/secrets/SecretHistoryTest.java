package dev.plimsoll.rule.secrets;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretHistoryTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String VALUE = "pL8-vQ2x7Zr4Kt9w";
  private static final String ARGUMENT =
      "RUN |2 NPM_TOKEN=" + VALUE + " A=1 /bin/sh -c npm ci # buildkit";
  private final SecretHistory rule = new SecretHistory();

  @Test
  void findsABuildArgumentAndBlamesItsLayer() {
    Finding finding = only(built(new HistoryEntry(ARGUMENT, false)));

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().origin()).isEqualTo(Origin.OWN);
    assertThat(finding.blame().instruction().text()).isEqualTo("RUN npm ci");
    assertThat(finding.fix())
        .endsWith(
            "pass it as RUN --mount=type=secret,id=NPM_TOKEN and read it from"
                + " /run/secrets/NPM_TOKEN");
    assertThat(finding.toString()).doesNotContain(VALUE);
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "value of a variable named as secret in history entry 2: NPM_TOKEN", "none"));
  }

  @Test
  void findsAVariableThatIsSetAnew() {
    FactsBuilder overwritten =
        built(new HistoryEntry("ENV DB_PASSWORD=" + VALUE, true)).variable("DB_PASSWORD", "");

    assertThat(only(overwritten).blame().layer()).isNull();
  }

  @Test
  void leavesWhatTheConfigStillSaysToItsOwnRule() {
    FactsBuilder still =
        built(
                new HistoryEntry("/bin/sh -c #(nop)  ENV DB_PASSWORD=" + VALUE, true),
                new HistoryEntry("LABEL deploy=https://me:" + VALUE + "@example.org", true))
            .variable("DB_PASSWORD", VALUE)
            .label("deploy", "https://me:" + VALUE + "@example.org");

    assertThat(rule.measure(still.facts())).isEmpty();
  }

  @Test
  void findsACommandAlthoughAVariableOfThatNameIsSet() {
    FactsBuilder both =
        built(new HistoryEntry("RUN DB_PASSWORD=" + VALUE + " make", false))
            .variable("DB_PASSWORD", VALUE);

    assertThat(only(both).what()).endsWith("history entry 2");
  }

  @Test
  void findsNothingInHistoriesWithoutSecrets() {
    FactsBuilder clean =
        built(
            new HistoryEntry("RUN --mount=type=secret,id=NPM_TOKEN npm ci", false),
            new HistoryEntry("ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D", true),
            new HistoryEntry("ARG NPM_TOKEN", true));

    assertThat(rule.measure(clean.facts())).isEmpty();
    assertThat(rule.measure(image().layer(1, null).facts())).isEmpty();
  }

  @Test
  void findsSecretsInAHistoryThatDoesNotFitTheLayers() {
    FactsBuilder short_ = image().layer(1, null).layer(1, null);
    Finding finding = only(short_.history(List.of(new HistoryEntry(ARGUMENT, false))));

    assertThat(finding.blame().layer()).isNull();
    assertThat(finding.blame().instruction().text()).isEqualTo("RUN npm ci");
  }

  @Test
  void allowsByName() {
    Finding finding = only(built(new HistoryEntry(ARGUMENT, false)));

    assertThat(rule.judge(finding, new SecretHistory.Parameters(List.of("NPM_TOKEN")), ANY))
        .isEqualTo(new Within());
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  /// A base of one layer, and one of its own.
  private static FactsBuilder built(HistoryEntry... own) {
    return image()
        .layer(30, "ADD file:abc /")
        .layer(1, "own")
        .base(BaseImage.Evidence.LAYERS, 1, "node:20")
        .history(List.of(new HistoryEntry("ADD file:abc /", false)))
        .history(List.of(own));
  }
}
