package dev.plimsoll.rule.secrets;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretEnvTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String VALUE = "pL8-vQ2x7Zr4Kt9w";
  private final SecretEnv rule = new SecretEnv();

  @Test
  void findsAVariableByItsNameAndNeverShowsItsValue() {
    Finding finding = rule.measure(image().variable("DB_PASSWORD", VALUE).facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "value of a variable named as secret in environment variable DB_PASSWORD", "none"));
    assertThat(finding.fix()).contains("take DB_PASSWORD out of ENV").contains("secretKeyRef");
    assertThat(finding.toString()).doesNotContain(VALUE);
  }

  @Test
  void findsALabel() {
    Finding finding =
        rule.measure(image().label("deploy", "https://me:" + VALUE + "@example.org").facts())
            .getFirst();

    assertThat(finding.what()).isEqualTo("password in an address in label deploy");
    assertThat(finding.fix()).endsWith("leave deploy out of LABEL");
    assertThat(finding.toString()).doesNotContain(VALUE);
  }

  @Test
  void doesNotTakePublicAndEmptyValuesForSecrets() {
    FactsBuilder decoys =
        image()
            .variable("GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D")
            .variable("DB_PASSWORD", "changeme")
            .variable("API_TOKEN", "")
            .variable("PATH", "/usr/bin");

    assertThat(rule.measure(decoys.facts())).isEmpty();
  }

  @Test
  void blamesTheInstructionThatSetsItLast() {
    FactsBuilder told =
        image()
            .variable("DB_PASSWORD", VALUE)
            .layer(30, "ADD file:abc /")
            .layer(1, "COPY . .")
            .base(BaseImage.Evidence.LAYERS, 1, "python:3.11")
            .history(
                List.of(
                    new HistoryEntry("ADD file:abc /", false),
                    new HistoryEntry("ENV DB_PASSWORD=first", true),
                    new HistoryEntry("COPY . .", false),
                    new HistoryEntry("ENV PORT=80 DB_PASSWORD=" + VALUE, true),
                    new HistoryEntry("ENV MY_DB_PASSWORD_FILE=/x", true)));

    Blame blame = rule.measure(told.facts()).getFirst().blame();

    assertThat(blame.instruction().text()).isEqualTo("ENV PORT=80 DB_PASSWORD=…");
    assertThat(blame.layer()).isNull();
    assertThat(blame.origin()).isNull();
  }

  @Test
  void saysThatItCameWithTheBase() {
    FactsBuilder told =
        image()
            .variable("DB_PASSWORD", VALUE)
            .layer(30, "ADD file:abc /")
            .layer(1, "RUN")
            .layer(1, "COPY . .")
            .base(BaseImage.Evidence.LAYERS, 2, "python:3.11")
            .history(
                List.of(
                    new HistoryEntry("ADD file:abc /", false),
                    new HistoryEntry("ENV DB_PASSWORD=" + VALUE, true),
                    new HistoryEntry("RUN", false),
                    new HistoryEntry("COPY . .", false)));

    assertThat(rule.measure(told.facts()).getFirst().blame().origin()).isEqualTo(Origin.BASE);
  }

  @Test
  void allowsByName() {
    Finding finding = rule.measure(image().variable("DB_PASSWORD", VALUE).facts()).getFirst();

    assertThat(rule.judge(finding, new SecretEnv.Parameters(List.of("DB_PASSWORD")), ANY))
        .isEqualTo(new Within());
    assertThat(rule.judge(finding, new SecretEnv.Parameters(List.of("PASSWORD")), ANY))
        .isInstanceOf(Beyond.class);
  }
}
