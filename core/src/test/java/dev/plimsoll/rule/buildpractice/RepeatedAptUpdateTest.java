package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedAptUpdateTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final RepeatedAptUpdate rule = new RepeatedAptUpdate();

  @Test
  void findsTwoLayersThatUpdateWhereOneKeepsItsLists() {
    Finding finding =
        only(
            base()
                .layer(9, "RUN set -eux; apt-get -qq update; apt-get install -y gcc make")
                .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a")
                .layer(9, "COPY . .")
                .layer(9, "RUN apt update && apt install curl && rm -rf /var/lib/apt/lists/*"));

    assertThat(finding.blame().layer().number()).isEqualTo(4);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("layer 2", Bytes.ofMebi(40)), new Evidence("layer 4", Bytes.NONE));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(40));
    assertThat(finding.fix())
        .isEqualTo(
            "write one instruction in layer 2 instead: RUN apt-get update && apt-get install -y"
                + " --no-install-recommends gcc make curl && rm -rf /var/lib/apt/lists/*");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("2 layers that run apt-get update", "1"));
    assertThat(rule.judge(finding, new MaxCount(2), ANY)).isEqualTo(new Within());
  }

  @Test
  void findsWhatCostsNothingToo() {
    FactsBuilder clean =
        base()
            .layer(9, "RUN apt-get update && apt-get install gcc")
            .layer(9, "RUN apt-get update && apt-get install curl");

    Finding finding = rule.measure(clean.facts()).getFirst();
    assertThat(finding.what()).isEqualTo("apt-get update in 2 layers");
    assertThat(finding.reclaimable()).isEmpty();
  }

  @Test
  void doesNotFreeListsOfAnotherLayer() {
    FactsBuilder copied =
        base()
            .layer(9, "RUN apt-get update && apt-get install gcc")
            .layer(9, "RUN apt-get update && apt-get install curl")
            .layer(9, "COPY --from=build / /")
            .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a");

    assertThat(rule.measure(copied.facts()).getFirst().reclaimable()).isEmpty();
  }

  @Test
  void takesTwoUpdatesOfOneInstructionForOne() {
    FactsBuilder once =
        base()
            .layer(9, "RUN apt-get update && apt-get install curl && curl x | sh && apt-get update")
            .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a")
            .layer(9, "RUN echo apt-get update");

    assertThat(rule.measure(once.facts())).isEmpty();
  }

  @Test
  void leavesTheBaseAlone() {
    FactsBuilder ofBase =
        image()
            .base(BaseImage.Evidence.LAYERS, 1, "base")
            .layer(9, "RUN apt-get update")
            .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a")
            .layer(9, "RUN apt-get update && apt-get install curl")
            .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a");

    assertThat(rule.measure(ofBase.facts())).isEmpty();
  }

  @Test
  void cannotTellWithoutHistoryWhereThereAreLists() {
    FactsBuilder untold =
        base().layer(9, null).files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a");

    assertThat(only(untold).measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(rule.measure(base().layer(9, null).facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .debian()
        .layer(30, "ADD file:0123456789ab /");
  }
}
