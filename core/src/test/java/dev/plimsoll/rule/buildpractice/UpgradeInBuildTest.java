package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.facts.Hidden.How;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeInBuildTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final UpgradeInBuild rule = new UpgradeInBuild();

  @Test
  void findsAnUpgradeThatReplacesPackages() {
    Finding finding = only(upgraded("RUN apt-get update && apt-get -y upgrade"));

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("libssl3", Bytes.ofMebi(5)), new Evidence("tzdata", Bytes.ofMebi(3)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(8));
    assertThat(finding.fix())
        .isEqualTo(
            "leave out apt-get upgrade and build on the newest python:3.11-slim (docker build --pull);"
                + " for a security fix that it lacks, upgrade that package alone: apt-get install"
                + " --only-upgrade …");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "8.0 MiB on disk of packages that apt-get upgrade replaced (2)", "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(8), ANY)).isEqualTo(new Within());
  }

  @ParameterizedTest
  @CsvSource({
    "RUN apt-get dist-upgrade,apt-get install --only-upgrade",
    "RUN apt full-upgrade,apt-get install --only-upgrade",
    "RUN /sbin/apk -U upgrade,apk add --no-cache --upgrade",
    "RUN yum -y update,dnf upgrade -y",
    "RUN microdnf upgrade,dnf upgrade -y",
    "RUN zypper up,zypper update"
  })
  void knowsEveryManagersUpgrade(String instruction, String alone) {
    assertThat(only(upgraded(instruction)).fix()).contains(alone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN apt-get update && apt-get install openssl",
        "RUN pip install --upgrade pip",
        "RUN apk update",
        "RUN echo apt-get upgrade",
        "COPY --from=build / /"
      })
  void findsNothingWhereNothingIsUpgraded(String instruction) {
    assertThat(rule.measure(upgraded(instruction).facts())).isEmpty();
  }

  @Test
  void findsAnUpgradeThatReplacedNothing() {
    FactsBuilder python =
        base()
            .replaced(PackageRecord.of(Ecosystem.PYTHON, "pip", "23"), 2, "24")
            .group(
                FileClass.OTHER,
                new PackageName(Ecosystem.PYTHON, "pip"),
                9,
                "/pip.py",
                new Hidden(How.OVERWRITTEN, 2))
            .layer(9, "RUN apt-get upgrade && pip install -U pip");

    Finding finding = rule.measure(python.facts()).getFirst();
    assertThat(finding.reclaimable()).isEmpty();
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "apt-get upgrade that had nothing to replace on the day of the build", "none"));
  }

  @Test
  void leavesTheBaseAlone() {
    FactsBuilder ofBase =
        upgraded("RUN apt-get upgrade").base(BaseImage.Evidence.LAYERS, 2, "base");

    assertThat(rule.measure(ofBase.facts())).isEmpty();
  }

  @Test
  void cannotTellWithoutHistoryWherePackagesWereReplaced() {
    assertThat(only(upgraded(null)).measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(rule.measure(base().layer(9, null).facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static FactsBuilder upgraded(String instruction) {
    return base()
        .replaced(PackageRecord.of(Ecosystem.DPKG, "libssl3", "3.0.11"), 2, "3.0.12")
        .hidden(FileClass.OTHER, "libssl3", 5, "/usr/lib/libssl.so.3")
        .replaced(PackageRecord.of(Ecosystem.DPKG, "tzdata", "2024a"), 2, "2025a")
        .hidden(FileClass.OTHER, "tzdata", 3, "/usr/share/zoneinfo/UTC")
        .layer(9, instruction);
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .debian()
        .layer(30, "ADD file:0123456789ab /");
  }
}
