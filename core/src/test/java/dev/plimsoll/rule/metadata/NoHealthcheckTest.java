package dev.plimsoll.rule.metadata;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Severity;
import org.junit.jupiter.api.Test;

class NoHealthcheckTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final NoHealthcheck rule = new NoHealthcheck();

  @Test
  void findsNoneAndSaysThatKubernetesIgnoresIt() {
    Finding finding = rule.measure(image().facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("no HEALTHCHECK", "a HEALTHCHECK"));
    assertThat(finding.fix()).startsWith("add HEALTHCHECK CMD").contains("Kubernetes ignores it");
    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
  }

  @Test
  void findsOneThatIsSwitchedOffAndBlamesWhoDidIt() {
    Finding finding =
        rule.measure(
                image()
                    .healthcheck(Healthcheck.NONE)
                    .history("/bin/sh -c #(nop)  HEALTHCHECK NONE")
                    .history("CMD [\"web\"]")
                    .facts())
            .getFirst();

    assertThat(finding.what()).isEqualTo("HEALTHCHECK NONE");
    assertThat(finding.fix()).startsWith("replace HEALTHCHECK NONE by");
    assertThat(finding.blame().instruction().text()).isEqualTo("HEALTHCHECK NONE");
  }

  @Test
  void isContentWithOne() {
    assertThat(rule.measure(image().healthcheck(Healthcheck.PRESENT).facts())).isEmpty();
  }
}
