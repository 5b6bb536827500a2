package dev.plimsoll.rule.size;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import org.junit.jupiter.api.Test;

class PullSizeTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final PullSize rule = new PullSize();

  @Test
  void sumsTheCompressedLayersAndBlamesTheLargest() {
    Finding finding =
        only(
            image().layer(40, "ADD rootfs").layer(120, "RUN pip install torch").layer(1, "COPY ."));

    assertThat(rule.judge(finding, new PullSize.Parameters(Bytes.ofMebi(150)), ANY))
        .isEqualTo(new Beyond("161.0 MiB to pull", "150.0 MiB"));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().instruction().text()).isEqualTo("RUN pip install torch");
  }

  @Test
  void allowsExactlyTheBudgetAndNotAByteMore() {
    Finding finding = only(image().layer(150, null));

    assertThat(rule.judge(finding, new PullSize.Parameters(Bytes.ofMebi(150)), ANY))
        .isEqualTo(new Within());
    assertThat(
            rule.judge(
                finding, new PullSize.Parameters(Bytes.ofMebi(150).minus(new Bytes(1))), ANY))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void saysWhetherTheLargestLayerCameWithTheBase() {
    Finding finding =
        only(image().layer(90, "base").layer(10, "own").base(BaseImage.Evidence.LAYERS, 1, "b"));

    assertThat(finding.blame().origin()).isEqualTo(Origin.BASE);
  }

  @Test
  void reclaimsCompilersDocumentationAndWasteOnce() {
    Finding finding =
        only(
            image()
                .debian()
                .layer(100, "RUN apt-get install gcc")
                .files(FileClass.COMPILER, "gcc-12", 100, "/usr/bin/gcc-12")
                .files(FileClass.DOCUMENTATION, "gcc-12", 10, "/usr/share/doc/gcc-12/copyright")
                .files(FileClass.OTHER, null, 500, "/app/model")
                .hidden(FileClass.OTHER, null, 50, "/tmp/download"));

    assertThat(Finding.pullSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(16));
    assertThat(finding.fix()).contains("84.0 MiB");
  }

  @Test
  void judgesWithoutFilesHavingBeenRead() {
    Finding finding = only(image().layer(600, null));

    assertThat(finding.reclaimable()).isEmpty();
    assertThat(rule.judge(finding, rule.defaults(), ANY)).isInstanceOf(Beyond.class);
  }

  private Finding only(dev.plimsoll.facts.FactsBuilder builder) {
    Facts facts = builder.facts();
    assertThat(rule.measure(facts)).hasSize(1);
    return rule.measure(facts).getFirst();
  }
}
