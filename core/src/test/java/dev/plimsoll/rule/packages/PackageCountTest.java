package dev.plimsoll.rule.packages;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageCountTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final PackageCount rule = new PackageCount();

  @Test
  void countsBaseAndOwnApart() {
    List<Finding> findings = rule.measure(someImage().facts());

    assertThat(findings)
        .extracting(Finding::measure)
        .containsExactly(
            new Measure.Count(2, "packages of the base"), new Measure.Count(3, "packages added"));
    assertThat(findings.get(0).fix()).contains("slim variant of debian:12");
    assertThat(findings.get(1).blame().layer().number()).isEqualTo(3);
    assertThat(findings.get(1).fix()).startsWith("in RUN apt-get install b c: install without");
    assertThat(findings.get(1).evidence()).hasSize(3);
  }

  @Test
  void judgesEachByItsOwnLimit() {
    List<Finding> findings = rule.measure(someImage().facts());

    assertThat(rule.judge(findings.get(0), new PackageCount.Parameters(1, 9), ANY))
        .isEqualTo(new Beyond("2 packages of the base", "1"));
    assertThat(rule.judge(findings.get(0), new PackageCount.Parameters(2, 0), ANY))
        .isEqualTo(new Within());
    assertThat(rule.judge(findings.get(1), new PackageCount.Parameters(0, 2), ANY))
        .isEqualTo(new Beyond("3 packages added", "2"));
    assertThat(rule.judge(findings.get(1), new PackageCount.Parameters(0, 3), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void cannotTellWithoutADatabaseOfASystem() {
    FactsBuilder application =
        image().layer(5, "COPY").installed(PackageRecord.of(Ecosystem.NPM, "express", "4"));

    assertThat(rule.measure(application.facts()))
        .singleElement()
        .satisfies(f -> assertThat(f.measure()).isInstanceOf(Measure.Unmeasured.class));
    assertThat(rule.measure(image().debian().layer(1, "ADD").facts()).getFirst().what())
        .contains("keep the database");
  }

  private static FactsBuilder someImage() {
    return image()
        .layer(50, "ADD rootfs.tar /")
        .installed("libc6", List.of())
        .installed("bash", List.of())
        .layer(5, "RUN apt-get install a")
        .installed("a", List.of())
        .layer(5, "RUN apt-get install b c")
        .installed("b", List.of())
        .installed("c", List.of())
        .installed(PackageRecord.of(Ecosystem.NPM, "express", "4"))
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12");
  }
}
