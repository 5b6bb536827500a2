package dev.plimsoll.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Trait;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static final List<String> NOTHING = List.of();
  private static final Elf STATIC = elf(Linkage.STATIC, List.of(), 0);

  @Test
  void anImageOnASlimBaseLosesItsCachesAndWasteAndNoMore() {
    Facts facts =
        slimBase()
            .layer(20, "RUN pip install .")
            .files(FileClass.OTHER, null, 100, "/app/model")
            .files(FileClass.PIP_CACHE, null, 50, "/root/.cache/pip/http/1")
            .hidden(FileClass.OTHER, null, 30, "/tmp/x")
            .facts();

    Prediction prediction = Predictor.of(facts).predict();

    assertThat(prediction.rung()).isEqualTo(Rung.AS_IS);
    assertThat(prediction.method()).isEqualTo(Method.EXACT);
    assertThat(prediction.disk().likely()).isEqualTo(Bytes.ofMebi(140));
    assertThat(prediction.removed().size().disk()).isEqualTo(Bytes.ofMebi(80));
  }

  @Test
  void whatABaseThatStaysHidesAndCachesStaysToo() {
    Facts facts =
        FactsBuilder.image()
            .layer(4, null)
            .debian()
            .files(FileClass.OTHER, "libc6", 20, "/usr/lib/libc.so.6")
            .files(FileClass.LOG, null, 5, "/var/log/dpkg.log")
            .hidden(FileClass.OTHER, "libc6", 15, "/usr/lib/libc.so.6")
            .installed("libc6", NOTHING)
            .base(Evidence.LAYERS, 1, "debian:12-slim")
            .facts();

    assertThat(Predictor.of(facts).predict().removed().groups()).isEmpty();
  }

  @Test
  void aFullBaseLosesWhatTheApplicationDoesNotNeed() {
    Prediction prediction = Predictor.of(onFullBase().facts()).predict();

    assertThat(prediction.rung()).isEqualTo(Rung.SLIM);
    assertThat(prediction.method()).isEqualTo(Method.CLOSURE);
    assertThat(prediction.removedPackages())
        .containsExactlyInAnyOrder(dpkg("gcc"), dpkg("cpp"), dpkg("libx"));
    assertThat(prediction.disk().likely()).isEqualTo(Bytes.ofMebi(20 + 30 + 40 + 7));
    assertThat(prediction.pull().low()).isLessThan(prediction.pull().likely());
  }

  @Test
  void theMarksOfABaseKeepNothing() {
    Facts facts =
        onFullBase().layer(1, "RUN true").files(FileClass.OTHER, null, 1, "/app/x").facts();

    assertThat(Predictor.of(facts).predict().removedPackages()).contains(dpkg("libx"));
  }

  @Test
  void aSiblingStandsForTheBaseAndTheApplicationBringsWhatItLacks() {
    Facts slim = slimBase().facts();
    Facts facts =
        onFullBase()
            .layer(1, "RUN apt-get install -y libpq5")
            .files(FileClass.OTHER, "libpq5", 3, "/usr/lib/libpq.so.5.15")
            .installed("libpq5", List.of("libc6"), Trait.MANUAL)
            .facts();

    Prediction prediction = Predictor.of(facts).on(slim).predict();

    assertThat(prediction.method()).isEqualTo(Method.SIBLING);
    assertThat(prediction.disk().likely())
        .as("slim base, libz, which it lacks, application, libpq5")
        .isEqualTo(Bytes.ofMebi(40 + 30 + 7 + 3));
    assertThat(prediction.removedPackages()).doesNotContain(dpkg("libc6"), dpkg("libz"));
  }

  @Test
  void toolsInstalledOnTopGoAndLibrariesInstalledOnTopStay() {
    Facts facts =
        slimBase()
            .layer(9, "RUN apt-get install -y gcc libpq-dev libpq5")
            .files(FileClass.COMPILER, "gcc", 80, "/usr/bin/gcc-12")
            .files(FileClass.OTHER, "libpq-dev", 4, "/usr/lib/libpq.a")
            .files(FileClass.OTHER, "libpq5", 3, "/usr/lib/libpq.so.5.15")
            .files(FileClass.OTHER, "libisl", 6, "/usr/lib/libisl.so.23")
            .installed("gcc", List.of("libisl"), Trait.MANUAL)
            .installed("libpq-dev", List.of("libpq5"), Trait.MANUAL)
            .installed("libpq5", List.of("libc6"), Trait.MANUAL)
            .installed("libisl", NOTHING, Trait.AUTOMATIC)
            .facts();

    assertThat(Predictor.of(facts).predict().removedPackages())
        .containsExactly(dpkg("gcc"), dpkg("libisl"), dpkg("libpq-dev"));
  }

  @Test
  void whatProgramsLoadStaysThoughNobodyAskedForIt() {
    FactsBuilder image =
        slimBase()
            .layer(9, "RUN apt-get install -y libpq-dev && make")
            .files(FileClass.OTHER, "libpq-dev", 4, "/usr/lib/libpq.a")
            .files(FileClass.OTHER, "libpq5", 3, "/usr/lib/libpq.so.5.15")
            .installed("libpq-dev", List.of("libpq5"), Trait.MANUAL)
            .installed("libpq5", List.of("libc6"), Trait.AUTOMATIC)
            .program("/app/server", elf(Linkage.DYNAMIC, List.of("libpq.so.5"), 0));

    assertThat(Predictor.of(image.facts()).predict().removedPackages())
        .containsExactly(dpkg("libpq-dev"));
  }

  @Test
  void aLibraryThatNothingBringsWidensTheRange() {
    Facts known = onFullBase().program("/app/a", elf(Linkage.DYNAMIC, List.of(), 0)).facts();
    Facts unknown =
        onFullBase().program("/app/a", elf(Linkage.DYNAMIC, List.of("libmystery.so.3"), 0)).facts();

    Prediction sure = Predictor.of(known).predict();
    Prediction wide = Predictor.of(unknown).predict();

    assertThat(wide.pull().high()).isGreaterThan(sure.pull().high());
    assertThat(wide.assumed()).contains("what brings libmystery.so.3 is not known");
  }

  @Test
  void aRuntimeThatNothingStartsGoes() {
    Elf python = elf(Linkage.DYNAMIC, NOTHING, 0);
    FactsBuilder image =
        slimBase()
            .layer(9, "RUN apt-get install -y nodejs imagemagick")
            .files(FileClass.OTHER, "nodejs", 30, "/usr/bin/node")
            .files(FileClass.OTHER, "imagemagick", 30, "/usr/bin/convert")
            .installed("nodejs", NOTHING, Trait.MANUAL)
            .installed("imagemagick", NOTHING, Trait.MANUAL);
    Facts byPython = image.starts(started("/usr/bin/python3", null, python)).facts();
    Prediction prediction = Predictor.of(byPython).predict();

    assertThat(prediction.removedPackages()).containsExactly(dpkg("nodejs"));
    assertThat(prediction.disk().high())
        .as("the application may start it by itself")
        .isGreaterThanOrEqualTo(byPython.files().orElseThrow().diskSize());
  }

  @Test
  void aRuntimeStaysWhereAScriptMayStartIt() {
    Facts byScript =
        slimBase()
            .layer(9, "RUN apt-get install -y nodejs")
            .files(FileClass.OTHER, "nodejs", 30, "/usr/bin/node")
            .installed("nodejs", NOTHING, Trait.MANUAL)
            .starts(started("/start.sh", null, new Script("/bin/sh", "")))
            .facts();

    assertThat(Predictor.of(byScript).predict().removedPackages()).isEmpty();
  }

  @Test
  void manyHeadersOfNoPackageGoWithTheFullBaseAndAnInterpretersOwnStay() {
    Facts facts =
        onFullBase()
            .layer(3, "COPY --from=node /usr/local /usr/local")
            .files(FileClass.HEADER, null, 40, "/usr/local/include/node/v8.h")
            .layer(3, "COPY --from=python /usr/local /usr/local")
            .files(FileClass.HEADER, null, 2, "/usr/local/include/python3.13/Python.h")
            .facts();

    assertThat(Predictor.of(facts).predict().removed().groups())
        .filteredOn(group -> group.fileClass() == FileClass.HEADER)
        .extracting(FileGroup::layer)
        .containsExactly(3);
  }

  @Test
  void aNeedThatNothingMeetsWidensTheRange() {
    Facts met = onFullBase().installed("extra", List.of("libz"), Trait.MANUAL).facts();
    Facts unmet = onFullBase().installed("extra", List.of("absent"), Trait.MANUAL).facts();

    Prediction wide = Predictor.of(unmet).predict();

    assertThat(wide.pull().high()).isGreaterThan(Predictor.of(met).predict().pull().high());
    assertThat(wide.assumed()).contains("nothing in the image is absent of extra");
  }

  @Test
  void aBaseWithoutPackageDatabaseMayBeNeededAsAWhole() {
    Facts facts =
        FactsBuilder.image()
            .layer(30, null)
            .debian()
            .files(FileClass.COMPILER, null, 60, "/usr/bin/gcc")
            .files(FileClass.OTHER, null, 60, "/usr/lib/libc.so.6")
            .base(Evidence.LAYERS, 1, "squashed")
            .facts();

    Prediction prediction = Predictor.of(facts).predict();

    assertThat(prediction.disk().high()).isGreaterThanOrEqualTo(Bytes.ofMebi(120));
    assertThat(prediction.assumed()).anyMatch(said -> said.contains("no package database"));
  }

  @Test
  void aStaticProgramOnAFullBaseCanStandOnScratch() {
    Facts facts =
        onFullBase()
            .layer(9, "RUN go build")
            .files(FileClass.OTHER, null, 8, "/server")
            .files(FileClass.GO_BUILD_CACHE, null, 90, "/root/.cache/go-build/a")
            .program("/server", elf(Linkage.STATIC, List.of(), 3 << 20))
            .starts(started("/server", null, STATIC))
            .facts();

    Prediction prediction = Predictor.of(facts).predict();

    assertThat(prediction.rung()).isEqualTo(Rung.SCRATCH);
    assertThat(prediction.disk().likely())
        .as("application and program, stripped, and certificates")
        .isBetween(Bytes.ofMebi(7 + 8 - 3), Bytes.ofMebi(7 + 8 - 2));
    assertThat(prediction.assumed()).anyMatch(said -> said.contains("certificates"));
  }

  @Test
  void theLadderSaysWhyARungIsOutOfReach() {
    Script script = new Script("/bin/sh", "");
    Facts facts = onFullBase().starts(started("/entrypoint.sh", null, script)).facts();

    List<Step> ladder = Predictor.of(facts).ladder();

    assertThat(ladder).extracting(Step::rung).containsExactly(Rung.values());
    assertThat(ladder.get(0).prediction()).isNotNull();
    assertThat(ladder.get(1).prediction()).isNotNull();
    assertThat(ladder.get(2).obstacle()).isEqualTo("/entrypoint.sh is a shell script");
    assertThat(ladder.get(3).obstacle()).isNotNull();
  }

  @Test
  void eachRungOfTheLadderWeighsLessThanTheOneAbove() {
    Facts facts =
        onFullBase()
            .files(FileClass.SHELL, "dash", 1, "/usr/bin/dash")
            .installed("dash", NOTHING, Trait.ESSENTIAL)
            .starts(started("/server", null, STATIC))
            .program("/server", STATIC)
            .facts();

    assertThat(Predictor.of(facts).ladder())
        .extracting(step -> step.prediction().disk().likely())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .doesNotHaveDuplicates();
  }

  @Test
  void distrolessLeavesOutShellsAndPackageManagers() {
    Facts facts =
        onFullBase()
            .files(FileClass.SHELL, "bash", 2, "/usr/bin/bash")
            .files(FileClass.PACKAGE_MANAGER, "apt", 2, "/usr/bin/apt")
            .installed("bash", NOTHING, Trait.ESSENTIAL)
            .installed("apt", NOTHING)
            .starts(started("/usr/bin/web", dpkg("libz"), elf(Linkage.DYNAMIC, NOTHING, 0)))
            .facts();

    Prediction prediction = Predictor.of(facts).ladder().get(2).prediction();

    assertThat(prediction).isNotNull();
    assertThat(prediction.removedPackages())
        .contains(dpkg("bash"), dpkg("apt"), dpkg("gcc"))
        .doesNotContain(dpkg("libz"), dpkg("libc6"));
  }

  private static FactsBuilder slimBase() {
    return FactsBuilder.image()
        .layer(4, null)
        .debian()
        .files(FileClass.OTHER, "libc6", 20, "/usr/lib/libc.so.6")
        .files(FileClass.OTHER, "base-files", 20, "/etc/debian_version")
        .files(FileClass.SHELL, "base-files", 0, "/usr/bin/dash")
        .installed("libc6", NOTHING)
        .installed("base-files", List.of("libc6"), Trait.ESSENTIAL)
        .base(Evidence.LAYERS, 1, "debian:12-slim");
  }

  /// 20 MiB that are essential, 30 of a library that the application loads, 40 of the C library;
  /// documentation, a compiler and a library that somebody once asked for.
  private static FactsBuilder onFullBase() {
    return FactsBuilder.image()
        .layer(40, null)
        .debian()
        .files(FileClass.OTHER, "base-files", 20, "/etc/debian_version")
        .files(FileClass.OTHER, "libc6", 40, "/usr/lib/libc.so.6")
        .files(FileClass.DOCUMENTATION, "libc6", 10, "/usr/share/doc/libc6/copyright")
        .files(FileClass.OTHER, "libz", 30, "/usr/lib/libz.so.1.2.13")
        .files(FileClass.COMPILER, "gcc", 90, "/usr/bin/gcc-12")
        .files(FileClass.COMPILER, "cpp", 50, "/usr/lib/gcc/x86_64-linux-gnu/12/cc1")
        .files(FileClass.OTHER, "libx", 25, "/usr/lib/libx.so.1.0")
        .installed("base-files", NOTHING, Trait.ESSENTIAL)
        .installed("libc6", NOTHING, Trait.AUTOMATIC)
        .installed("libz", List.of("libc6"), Trait.AUTOMATIC)
        .installed("gcc", List.of("cpp"), Trait.MANUAL)
        .installed("cpp", List.of("libc6"), Trait.AUTOMATIC)
        .installed("libx", List.of("libc6"), Trait.MANUAL)
        .base(Evidence.LAYERS, 1, "debian:12")
        .layer(1, "COPY app /app")
        .files(FileClass.OTHER, null, 7, "/app/main")
        .program("/app/main", elf(Linkage.DYNAMIC, List.of("libz.so.1", "libc.so.6"), 0));
  }

  private static Started started(
      String path, PackageName owner, dev.plimsoll.facts.program.Executable executable) {
    return new Started(Role.ENTRYPOINT, path, path, 2, owner, executable);
  }

  private static Elf elf(Linkage linkage, List<String> needed, long strippable) {
    return new Elf(linkage, null, needed, List.of(), strippable, true);
  }

  private static PackageName dpkg(String name) {
    return new PackageName(Ecosystem.DPKG, name);
  }
}
