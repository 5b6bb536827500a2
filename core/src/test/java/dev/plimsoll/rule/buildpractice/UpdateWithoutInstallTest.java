package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateWithoutInstallTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final UpdateWithoutInstall rule = new UpdateWithoutInstall();

  @Test
  void findsAnUpdateAndNamesTheInstallationThatItBelongsTo() {
    Finding finding =
        only(
            updated("RUN apt-get update")
                .layer(9, "RUN npm ci")
                .layer(9, "RUN apt-get install -y -t stable gcc make"));

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsExactly(new Evidence("/var/lib/apt/lists/a", Bytes.ofMebi(40)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(40));
    assertThat(finding.fix())
        .isEqualTo(
            "write layers 2 and 4 as one: RUN apt-get update && apt-get install -y"
                + " --no-install-recommends gcc make && rm -rf /var/lib/apt/lists/*");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "40.0 MiB on disk of package lists from which the layer installs nothing",
                "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(40), ANY)).isEqualTo(new Within());
  }

  @ParameterizedTest
  @CsvSource({
    "RUN apk update,APK_CACHE,leave out apk update",
    "RUN dnf -y makecache,YUM_CACHE,leave out dnf makecache",
    "RUN sh -c 'apt update',APT_LISTS,leave out apt update"
  })
  void findsOtherManagersUpdates(String instruction, FileClass kept, String fix) {
    FactsBuilder updated = base().layer(9, instruction).files(kept, null, 2, "/var/cache/lists");

    assertThat(only(updated).fix()).startsWith(fix + ", nothing is installed after it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN apt-get update && apt-get install -y curl",
        "RUN apt-get update && apt-get -y dist-upgrade",
        "RUN echo apt-get update",
        "RUN apk update",
        "COPY --from=build / /"
      })
  void findsNothingWhereTheLayerInstallsOrAnotherManagerUpdates(String instruction) {
    assertThat(rule.measure(updated(instruction).facts())).isEmpty();
  }

  @Test
  void believesPackagesThatCameWithTheLayer() {
    FactsBuilder script =
        updated("RUN apt-get update && ./install-all.sh").installed("curl", List.of());

    assertThat(rule.measure(script.facts())).isEmpty();
    assertThat(
            rule.measure(
                updated("RUN apt-get update && pip install x")
                    .installed(PackageRecord.of(Ecosystem.PYTHON, "x", "1"))
                    .facts()))
        .hasSize(1);
  }

  @Test
  void findsNothingWhereNoListsAreLeft() {
    assertThat(rule.measure(base().layer(9, "RUN apt-get update").facts())).isEmpty();
  }

  @Test
  void leavesTheBaseAlone() {
    FactsBuilder ofBase =
        image()
            .base(BaseImage.Evidence.LAYERS, 1, "base")
            .layer(9, "RUN apt-get update")
            .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a");

    assertThat(rule.measure(ofBase.facts())).isEmpty();
  }

  @Test
  void cannotTellWithoutHistoryWhereThereAreLists() {
    assertThat(only(updated(null)).measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(rule.measure(base().layer(9, null).facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static FactsBuilder updated(String instruction) {
    return base()
        .layer(9, instruction)
        .files(FileClass.APT_LISTS, null, 40, "/var/lib/apt/lists/a");
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .debian()
        .layer(30, "ADD file:0123456789ab /");
  }
}
