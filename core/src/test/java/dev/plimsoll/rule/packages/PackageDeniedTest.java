package dev.plimsoll.rule.packages;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageDeniedTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String LOG4J = "org.apache.logging.log4j:log4j-core";
  private final PackageDenied rule = new PackageDenied();

  @Test
  void deniesAVersionThatIsMeantAndShowsWhereItIs() {
    Finding finding = rule.measure(someImage().facts()).get(1);

    assertThat(judged(finding, "openssl", "log4j-core<2.17.1"))
        .isEqualTo(new Beyond(LOG4J + " 2.14.1", "no log4j-core<2.17.1"));
    assertThat(judged(finding, "log4j-core<2.14.1")).isEqualTo(new Within());
    assertThat(judged(finding)).isEqualTo(new Within());
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().origin()).isEqualTo(Origin.OWN);
    assertThat(finding.evidence())
        .containsExactly(new Evidence(LOG4J + " 2.14.1", Bytes.ofMebi(2)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(2));
    assertThat(finding.fix()).startsWith("in COPY app.jar /: remove " + LOG4J);
  }

  @Test
  void namesTheBaseForItsOwnPackages() {
    Finding finding = rule.measure(someImage().facts()).getFirst();

    assertThat(judged(finding, "libc6")).isEqualTo(new Beyond("libc6 1", "no libc6"));
    assertThat(finding.fix()).startsWith("use a base that is without libc6 1");
  }

  @Test
  void cannotTellOfAPackageWithoutVersion() {
    FactsBuilder image =
        image().layer(5, "COPY").installed(PackageRecord.of(Ecosystem.MAVEN, "log4j-core", ""));

    Finding finding = rule.measure(image.facts()).getFirst();
    assertThat(((Undecided) judged(finding, "log4j-core<2")).why().detail())
        .contains("version of log4j-core (Java archive)");
    assertThat(judged(finding, "log4j-core"))
        .isEqualTo(new Beyond("log4j-core (Java archive)", "no log4j-core"));
  }

  @Test
  void cannotTellWithoutADatabase() {
    assertThat(rule.measure(image().debian().layer(5, "ADD").facts()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.measure()).isInstanceOf(Measure.Unmeasured.class);
              assertThat(finding.what()).contains("keep the database");
            });
    FactsBuilder statical = image().layer(5, "COPY").files(FileClass.OTHER, null, 5, "/server");
    assertThat(rule.measure(statical.facts()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("static programs"));
    assertThat(
            rule.measure(
                statical.installed(PackageRecord.of(Ecosystem.GO, "example.com/a", "v1")).facts()))
        .noneMatch(finding -> finding.measure() instanceof Measure.Unmeasured);
  }

  private Judgement judged(Finding finding, String... denied) {
    return rule.judge(finding, new PackageDenied.Parameters(List.of(denied)), ANY);
  }

  private static FactsBuilder someImage() {
    return image()
        .layer(50, "ADD rootfs.tar /")
        .installed("libc6", List.of())
        .layer(5, "COPY app.jar /")
        .installed(PackageRecord.of(Ecosystem.MAVEN, LOG4J, "2.14.1"))
        .owned(FileClass.OTHER, new PackageName(Ecosystem.MAVEN, LOG4J), 2, "/lib/log4j.jar")
        .layer(5, "COPY more.jar /")
        .owned(FileClass.OTHER, new PackageName(Ecosystem.MAVEN, LOG4J), 3, "/b/log4j.jar")
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12");
  }
}
