package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildSystemTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final PackageName NINJA = new PackageName(Ecosystem.PYTHON, "Ninja");
  private final BuildSystem rule = new BuildSystem();

  @Test
  void findsThePackagesOfBuildSystemsAsAWholeInEachLayer() {
    List<Finding> findings = rule.measure(someImage().facts());

    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).evidence()).containsExactly(new Evidence("make", Bytes.ofMebi(3)));
    assertThat(findings.get(0).fix())
        .isEqualTo(
            "start the last stage FROM the slim variant of python:3.11, python:3.11-slim, which has no"
                + " build system");
    assertThat(findings.get(1).evidence())
        .containsExactly(
            new Evidence("cmake", Bytes.ofMebi(30)),
            new Evidence("/opt/bin/ninja", Bytes.ofMebi(1)));
    assertThat(Finding.diskSizeOf(findings.get(1).reclaimable())).isEqualTo(Bytes.ofMebi(31));
    assertThat(findings.get(1).fix())
        .startsWith(
            "replace RUN apt-get install -y cmake libpq5 by RUN apt-get install -y libpq5; what needs");
  }

  @Test
  void judgesWhatIsNotAllowed() {
    Finding finding = rule.measure(someImage().facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("3.0 MiB on disk: make", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("make")), ANY)).isEqualTo(new Within());
  }

  @Test
  void leavesABuildSystemThatAnInstalledPackageRequires() {
    FactsBuilder image =
        image()
            .layer(5, "RUN pip install torch")
            .owned(FileClass.BUILD_SYSTEM, NINJA, 1, "/b/ninja");

    assertThat(rule.measure(image.facts())).hasSize(1);
    assertThat(rule.measure(image.installed(python("torch", "ninja")).facts())).isEmpty();
  }

  @Test
  void countsNoRequirementOfWhatOnlyBuilds() {
    FactsBuilder image =
        image()
            .layer(5, "RUN pip install scikit-build")
            .owned(FileClass.BUILD_SYSTEM, NINJA, 1, "/b/ninja")
            .installed(python("scikit_build", "ninja"));

    assertThat(rule.measure(image.facts())).hasSize(1);
  }

  @Test
  void leavesADeletedOneToWaste() {
    FactsBuilder image =
        image().layer(5, "RUN").hidden(FileClass.BUILD_SYSTEM, "make", 3, "/usr/bin/make");

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  private static PackageRecord python(String name, String needs) {
    return PackageRecord.of(Ecosystem.PYTHON, name, "1").needing(Relations.on(List.of(needs)));
  }

  private static FactsBuilder someImage() {
    return image()
        .layer(50, "RUN apt-get install make")
        .files(FileClass.BUILD_SYSTEM, "make", 1, "/usr/bin/make")
        .files(FileClass.OTHER, "make", 2, "/usr/share/make/plugin")
        .files(FileClass.OTHER, "bash", 2, "/usr/bin/bash")
        .layer(20, "RUN apt-get install -y cmake   libpq5")
        .files(FileClass.BUILD_SYSTEM, "cmake", 30, "/usr/bin/cmake")
        .files(FileClass.BUILD_SYSTEM, null, 1, "/opt/bin/ninja")
        .files(FileClass.OTHER, null, 7, "/app/server")
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11");
  }
}
