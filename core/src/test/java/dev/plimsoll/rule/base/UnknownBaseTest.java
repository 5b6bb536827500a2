package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Severity;
import org.junit.jupiter.api.Test;

class UnknownBaseTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final UnknownBase rule = new UnknownBase();

  @Test
  void findsAnImageOfWhichNothingTells() {
    Finding finding =
        rule.measure(own().debian().base(Evidence.OPERATING_SYSTEM, 1, null).facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("an unknown base", "a base that layers prove"));
    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
  }

  @Test
  void findsAnImageThatOnlySaysIt() {
    Finding finding =
        rule.measure(
                own().base(Evidence.ANNOTATION, 0, "debian:12").claimsBase("debian:12").facts())
            .getFirst();

    assertThat(finding.what()).isEqualTo("base debian:12, as the image says");
    assertThat(finding.fix())
        .isEqualTo("list debian:12 under the policy's knownBases, if that is what it is");
  }

  @Test
  void isContentWithLayersThatProveItAndWithScratch() {
    FactsBuilder scratch =
        image()
            .layer(9, "COPY server /")
            .files(FileClass.OTHER, null, 9, "/server")
            .base(Evidence.NONE, 0, null);

    assertThat(rule.measure(own().base(Evidence.LAYERS, 1, "debian:12").facts())).isEmpty();
    assertThat(rule.measure(scratch.facts())).isEmpty();
  }

  private static FactsBuilder own() {
    return image().layer(30, "ADD rootfs").layer(1, "COPY . /app");
  }
}
