package dev.plimsoll.rule.buildtools;

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
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String MODULES = "/opt/java/openjdk/jmods/java.base.jmod";
  private final Jdk rule = new Jdk();

  @Test
  void countsTheWholeDirectoryAndFreesWhatARuntimeHasNot() {
    FactsBuilder image =
        withDirectory().base(BaseImage.Evidence.LAYERS, 1, "eclipse-temurin:21-jdk-jammy");

    Finding finding = rule.measure(image.facts()).getFirst();

    assertThat(finding.measure()).isEqualTo(new Measure.DiskSize(Bytes.ofMebi(148)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(8));
    assertThat(finding.fix())
        .isEqualTo(
            "start the last stage FROM eclipse-temurin:21-jre-jammy in place of"
                + " eclipse-temurin:21-jdk-jammy");
    assertThat(rule.judge(finding, rule.defaults(), ANY)).isInstanceOf(Beyond.class);
  }

  @Test
  void sendsACopiedOneToJlink() {
    assertThat(rule.measure(withDirectory().facts()).getFirst().fix())
        .isEqualTo("in COPY --from=jdk: use a JRE, or COPY --from a build stage what jlink made");
  }

  @Test
  void findsItsPackageAndNamesTheRuntimes() {
    FactsBuilder image =
        image()
            .layer(90, "RUN apt-get install openjdk-17-jdk-headless")
            .files(
                FileClass.JDK,
                "openjdk-17-jdk-headless",
                70,
                "/usr/lib/jvm/17/jmods/java.base.jmod")
            .files(FileClass.OTHER, "openjdk-17-jdk-headless", 5, "/usr/lib/jvm/17/x")
            .files(
                FileClass.JAVA_RUNTIME,
                "openjdk-17-jre-headless",
                90,
                "/usr/lib/jvm/17/lib/modules");

    Finding finding = rule.measure(image.facts()).getFirst();
    assertThat(finding.evidence())
        .containsExactly(new Evidence("openjdk-17-jdk-headless", Bytes.ofMebi(75)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(75));
    assertThat(finding.fix())
        .endsWith(": install openjdk-17-jre-headless in place of openjdk-17-jdk-headless");
    assertThat(rule.judge(finding, new Allowing(List.of("openjdk-17-jdk-headless")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void leavesARuntimeWithAToolOfItsOwn() {
    FactsBuilder runtime =
        image()
            .layer(5, "COPY --from=jlink")
            .files(FileClass.JDK, null, 1, "/opt/java/bin/jar")
            .files(FileClass.JAVA_RUNTIME, null, 60, "/opt/java/lib/modules");

    assertThat(rule.measure(runtime.facts())).isEmpty();
  }

  /// Debian's headless JRE has the symbols of the compiler that it has not.
  @Test
  void leavesARuntimeWithTheCompilersSymbols() {
    FactsBuilder runtime =
        image()
            .layer(5, "RUN apt-get install openjdk-17-jre-headless")
            .files(FileClass.JDK, "openjdk-17-jre-headless", 8, "/usr/lib/jvm/17/lib/ct.sym");

    assertThat(rule.measure(runtime.facts())).isEmpty();
  }

  @Test
  void findsOneByItsCompiler() {
    FactsBuilder copied =
        image()
            .layer(200, "COPY --from=jdk")
            .files(FileClass.COMPILER, null, 1, "/opt/java/bin/javac")
            .files(FileClass.JAVA_RUNTIME, null, 140, "/opt/java/lib/modules");

    assertThat(rule.measure(copied.facts()).getFirst().measure())
        .isEqualTo(new Measure.DiskSize(Bytes.ofMebi(141)));
  }

  private static FactsBuilder withDirectory() {
    return image()
        .layer(200, "COPY --from=jdk")
        .files(FileClass.JDK, null, 8, MODULES)
        .files(FileClass.JAVA_RUNTIME, null, 140, "/opt/java/openjdk/lib/modules")
        .files(FileClass.OTHER, null, 9, "/app/app.jar");
  }
}
