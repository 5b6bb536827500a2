package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final Compiler rule = new Compiler();

  @Test
  void findsAPackageThatOwnsACompilerAsAWhole() {
    Finding finding = rule.measure(twoLayers().facts()).getFirst();

    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("gcc-12", Bytes.ofMebi(60)), new Evidence("cpp-12", Bytes.ofMebi(30)));
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(90)));
    assertThat(Finding.pullSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(9));
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("90.0 MiB on disk: gcc-12, cpp-12", "none"));
  }

  @Test
  void makesOneFindingPerLayerAndSaysBaseOrOwn() {
    List<Finding> findings = rule.measure(twoLayers().facts());

    assertThat(findings).extracting(f -> f.blame().layer().number()).containsExactly(1, 2);
    assertThat(findings)
        .extracting(f -> f.blame().origin())
        .containsExactly(Origin.BASE, Origin.OWN);
    assertThat(findings.get(0).fix()).contains("slim variant of python:3.11");
    assertThat(findings.get(1).fix()).contains("COPY --from");
    assertThat(findings.get(1).blame().instruction().text()).isEqualTo("COPY --from=build / /");
  }

  @Test
  void findsACompilerThatNoPackageOwns() {
    Finding finding = rule.measure(twoLayers().facts()).get(1);

    assertThat(finding.evidence())
        .containsExactly(new Evidence("/opt/gcc/libexec/cc1plus", Bytes.ofMebi(28)));
  }

  @Test
  void leavesACompilerThatALaterLayerDeletesToWaste() {
    FactsBuilder deleted =
        image().layer(50, "RUN").hidden(FileClass.COMPILER, "gcc-12", 60, "/usr/bin/gcc-12");

    assertThat(rule.measure(deleted.facts())).isEmpty();
  }

  @Test
  void doesNotTakeAPackageWithoutACompilerForOne() {
    FactsBuilder baseOnly =
        image()
            .layer(1, "RUN")
            .files(FileClass.DOCUMENTATION, "gcc-12-base", 1, "/usr/share/doc/gcc-12-base/NEWS");

    assertThat(rule.measure(baseOnly.facts())).isEmpty();
  }

  @Test
  void allowsPackagesByNameAndStillCountsTheOthers() {
    Finding finding = rule.measure(twoLayers().facts()).getFirst();

    assertThat(rule.judge(finding, new Compiler.Parameters(List.of("gcc-12")), ANY))
        .isEqualTo(new Beyond("30.0 MiB on disk: cpp-12", "none"));
    assertThat(rule.judge(finding, new Compiler.Parameters(List.of("gcc-12", "cpp-12")), ANY))
        .isEqualTo(new Within());
  }

  private static FactsBuilder twoLayers() {
    return image()
        .debian()
        .layer(50, "RUN apt-get install gcc")
        .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
        .files(FileClass.OTHER, "gcc-12", 10, "/usr/lib/gcc/liblto_plugin.so")
        .files(FileClass.COMPILER, "cpp-12", 30, "/usr/lib/gcc/cc1")
        .files(FileClass.OTHER, "bash", 5, "/usr/bin/bash")
        .layer(20, "COPY --from=build / /")
        .files(FileClass.COMPILER, null, 28, "/opt/gcc/libexec/cc1plus")
        .files(FileClass.OTHER, null, 7, "/app/server")
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11");
  }
}
