package dev.plimsoll.rule.size;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Amount;
import dev.plimsoll.rule.parameter.MaxCount;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules that hold a size or a number against a budget.
class SizeOfImagesTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);

  @Test
  void diskSizeCountsHiddenFilesAndSaysWhatRemains() {
    DiskSize rule = new DiskSize();
    Finding finding =
        rule.measure(
                image()
                    .layer(1, "ADD rootfs")
                    .files(FileClass.OTHER, null, 100, "/usr/lib/a")
                    .layer(1, "RUN make")
                    .hidden(FileClass.OTHER, null, 300, "/tmp/b")
                    .facts())
            .getFirst();

    assertThat(finding.measure()).isEqualTo(new Measure.DiskSize(Bytes.ofMebi(400)));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.what()).isEqualTo("300.0 MiB of it in one layer");
    assertThat(finding.fix()).endsWith("deleted files it is about 100.0 MiB on disk");
    assertThat(rule.judge(finding, MaxSize.ofMebi(399), ANY))
        .isEqualTo(new Beyond("400.0 MiB on disk", "399.0 MiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(400), ANY)).isEqualTo(new Within());
  }

  @Test
  void layerSizeJudgesEachLayerAndAdvisesOnTheBases() {
    LayerSize rule = new LayerSize();
    List<Finding> findings =
        rule.measure(
            image()
                .layer(300, "ADD rootfs")
                .layer(400, "COPY . /app")
                .layer(0, "WORKDIR /app")
                .base(BaseImage.Evidence.LAYERS, 1, "debian:12")
                .facts());

    assertThat(findings)
        .extracting(f -> f.blame().layer().number(), Finding::severity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, Severity.LOW),
            org.assertj.core.groups.Tuple.tuple(1, Severity.ADVICE));
    assertThat(findings.get(0).fix()).startsWith("in COPY . /app: leave out what does not run");
    assertThat(findings.get(1).fix())
        .isEqualTo("start the last stage FROM a smaller variant of debian:12");
    assertThat(rule.judge(findings.get(1), MaxSize.ofMebi(299), ANY))
        .isEqualTo(new Beyond("300.0 MiB to pull", "299.0 MiB"));
    assertThat(rule.judge(findings.get(1), MaxSize.ofMebi(300), ANY)).isEqualTo(new Within());
  }

  @Test
  void layerCountLeavesTheBasesLayersOut() {
    LayerCount rule = new LayerCount();
    Finding finding = rule.measure(sixLayers(BaseImage.Evidence.LAYERS)).getFirst();

    assertThat(finding.measure()).isEqualTo(new Measure.Count(4, "own layers"));
    assertThat(finding.what()).isEqualTo("4 layers on top of 2 of the base");
    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(finding.fix())
        .isEqualTo("join the RUN instructions of layers 4 to 6 with &&: RUN b; RUN c; RUN d");
    assertThat(rule.judge(finding, new MaxCount(4), ANY)).isEqualTo(new Within());
    assertThat(rule.judge(finding, new MaxCount(3), ANY))
        .isEqualTo(new Beyond("4 own layers", "3"));
  }

  @Test
  void layerCountOnlyAdvisesWhereTheBaseMayReachFurther() {
    assertThat(new LayerCount().measure(sixLayers(BaseImage.Evidence.OPERATING_SYSTEM)))
        .extracting(Finding::severity)
        .containsExactly(Severity.ADVICE);
  }

  @Test
  void layerCountAsksForFilesOnlyWhereNothingElseTellsTheBase() {
    LayerCount rule = new LayerCount();

    assertThat(rule.depthFor(sixLayers(BaseImage.Evidence.UNREAD))).isEqualTo(Depth.FILES);
    assertThat(rule.depthFor(sixLayers(BaseImage.Evidence.LAYERS))).isEqualTo(Depth.CONFIG);
  }

  @Test
  void layerCountHasNothingToSayOfABaseAlone() {
    FactsBuilder base = image().layer(1, "ADD").base(BaseImage.Evidence.LAYERS, 1, "debian:12");

    assertThat(new LayerCount().measure(base.facts())).isEmpty();
  }

  private static dev.plimsoll.facts.Facts sixLayers(BaseImage.Evidence evidence) {
    return image()
        .layer(1, "ADD rootfs")
        .layer(1, "RUN base")
        .layer(1, "COPY a /")
        .layer(1, "RUN b")
        .layer(1, "RUN c")
        .layer(1, "RUN d")
        .base(evidence, 2, "python:3.11")
        .facts();
  }

  @Test
  void wastedSpaceTellsTheBasesFromOnesOwn() {
    List<Finding> findings = new WastedSpace().measure(wasteful());

    assertThat(findings)
        .extracting(Finding::measure)
        .containsExactly(
            new Measure.Part(Bytes.ofMebi(42), Bytes.ofMebi(100)),
            new Measure.Part(Bytes.ofMebi(8), Bytes.ofMebi(100)));
    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.MEDIUM, Severity.ADVICE);
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            new Evidence("files of layer 3 deleted in layer 4", Bytes.ofMebi(40)),
            new Evidence("files of layer 1 overwritten in layer 3", Bytes.ofMebi(2)));
    assertThat(Finding.diskSizeOf(findings.getFirst().reclaimable())).isEqualTo(Bytes.ofMebi(42));
    assertThat(findings.getFirst().fix())
        .startsWith("join RUN make (layer 3) and RUN rm (layer 4), so that /build never");
    assertThat(findings.get(1).fix()).startsWith("debian:12 is built so");
  }

  @Test
  void wastedSpaceIsJudgedInBytesOrAsAShare() {
    WastedSpace rule = new WastedSpace();
    Finding own = rule.measure(wasteful()).getFirst();

    assertThat(rule.judge(own, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond("42.0 MiB of 100.0 MiB on disk are hidden by later layers", "20.0 MiB"));
    assertThat(rule.judge(own, parameters(new Amount.Share(42)), ANY)).isEqualTo(new Within());
    assertThat(rule.judge(own, parameters(new Amount.Share(41)), ANY)).isInstanceOf(Beyond.class);
  }

  @Test
  void wastedSpaceFindsNothingWhereAllIsSeen() {
    FactsBuilder tidy = image().layer(1, "COPY").files(FileClass.OTHER, null, 5, "/app");

    assertThat(new WastedSpace().measure(tidy.facts())).isEmpty();
  }

  private static WastedSpace.Parameters parameters(Amount amount) {
    return new WastedSpace.Parameters(amount);
  }

  private static dev.plimsoll.facts.Facts wasteful() {
    return image()
        .layer(1, "ADD rootfs")
        .files(FileClass.OTHER, null, 50, "/usr/lib/a")
        .group(FileClass.OTHER, null, 8, "/old", new Hidden(Hidden.How.DELETED, 2))
        .group(FileClass.OTHER, null, 2, "/status", new Hidden(Hidden.How.OVERWRITTEN, 3))
        .layer(1, "RUN base")
        .layer(1, "RUN make")
        .group(FileClass.OTHER, null, 40, "/build", new Hidden(Hidden.How.DELETED, 4))
        .layer(1, "RUN rm")
        .base(BaseImage.Evidence.LAYERS, 2, "debian:12")
        .facts();
  }
}
