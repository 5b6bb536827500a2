package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import org.junit.jupiter.api.Test;

class KeptMeasurementsTest {
  private final Measurements kept = new KeptMeasurements(10, 4);

  @Test
  void measuresAnImageOnce() {
    Facts facts = gcc();

    assertThat(kept.findings(new Compiler(), facts))
        .isEqualTo(new Compiler().measure(facts))
        .isSameAs(kept.findings(new Compiler(), facts));
  }

  @Test
  void measuresAnewOnceTheBaseIsKnown() {
    Facts facts = gcc();
    kept.findings(new Compiler(), facts);

    Facts onBase = facts.on(new BaseImage(BaseImage.Evidence.LAYERS, 1, "gcc:12"));

    assertThat(kept.findings(new Compiler(), onBase)).isEqualTo(new Compiler().measure(onBase));
    assertThat(kept.findings(new Compiler(), onBase).getFirst().blame().origin())
        .isEqualTo(BaseImage.Origin.BASE);
  }

  @Test
  void measuresAnewOnceTheFilesAreRead() {
    Facts files = gcc();
    Facts config =
        new Facts(
            files.digest(),
            files.config(),
            files.annotations(),
            files.layers(),
            files.base(),
            null);

    assertThat(kept.findings(new PullSize(), config).getFirst().reclaimable()).isEmpty();
    assertThat(kept.findings(new PullSize(), files).getFirst().reclaimable()).isNotEmpty();
  }

  private static Facts gcc() {
    return image()
        .layer(50, "RUN apt-get install gcc")
        .files(FileClass.COMPILER, "gcc-12", 60, "/usr/bin/gcc-12")
        .facts();
  }
}
