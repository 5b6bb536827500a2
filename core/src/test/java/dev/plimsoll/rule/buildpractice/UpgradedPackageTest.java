package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
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
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradedPackageTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final UpgradedPackage rule = new UpgradedPackage();

  @Test
  void findsASystemsUpgradeAndSaysThatItMayBeForSecurity() {
    Finding finding = only(system().layer(9, "RUN apt-get upgrade -y"));

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().origin()).isEqualTo(Origin.OWN);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("libssl3", Bytes.ofMebi(5)), new Evidence("tzdata", Bytes.ofMebi(3)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(8));
    assertThat(finding.fix())
        .startsWith(
            "build on a newer python:3.11-slim (docker build --pull): libssl3"
                + " 3.0.11-1~deb12u1 → 3.0.11-1~deb12u2, tzdata 2024a → 2025a; ")
        .endsWith("so keep the upgrade until the base has them");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("8.0 MiB on disk of older versions of libssl3, tzdata", "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(8), ANY)).isEqualTo(new Within());
  }

  @Test
  void findsAnUpgradedInstaller() {
    PackageName pip = new PackageName(Ecosystem.PYTHON, "pip");
    FactsBuilder upgraded =
        base()
            .replaced(PackageRecord.of(Ecosystem.PYTHON, "pip", "23.0"), 2, "24.0")
            .group(
                FileClass.OTHER,
                pip,
                9,
                "/usr/lib/python3/pip/__init__.py",
                new Hidden(How.OVERWRITTEN, 2))
            .group(FileClass.OTHER, pip, 1, "/usr/lib/python3/pip/kept.py", null)
            .layer(9, "RUN pip install --upgrade pip");

    Finding finding = only(upgraded);

    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(9)));
    assertThat(finding.fix())
        .isEqualTo("leave out the upgrade of pip: what the base has installs the same packages");
  }

  @Test
  void doesNotCountAnInstallersUpgradeAsASecurityFix() {
    FactsBuilder newer =
        base()
            .replaced(PackageRecord.of(Ecosystem.DPKG, "curl", "7.88-1"), 2, "8.0-1")
            .hidden(FileClass.OTHER, "curl", 1, "/usr/bin/curl")
            .layer(9, "RUN apt-get install curl");

    assertThat(only(newer).fix())
        .isEqualTo("build on a newer python:3.11-slim (docker build --pull): curl 7.88-1 → 8.0-1");
  }

  @Test
  void tellsAnOwnLayersPackageApart() {
    FactsBuilder twice =
        base()
            .layer(1, "RUN pip install flask==2.0")
            .replaced(PackageRecord.of(Ecosystem.PYTHON, "flask", "2.0"), 3, "3.0")
            .group(
                FileClass.OTHER,
                new PackageName(Ecosystem.PYTHON, "flask"),
                1,
                "/flask/app.py",
                new Hidden(How.DELETED, 3))
            .layer(1, "RUN pip install -U flask");

    assertThat(only(twice).fix())
        .isEqualTo("install the wanted versions at once, in layer 2: flask 2.0 → 3.0");
  }

  @Test
  void leavesToTheBaseWhatItDidToItself() {
    FactsBuilder ofBase =
        image()
            .base(BaseImage.Evidence.LAYERS, 2, "python:3.11-slim")
            .layer(30, "ADD file:abc /")
            .replaced(PackageRecord.of(Ecosystem.DPKG, "tzdata", "2024a"), 2, "2025a")
            .hidden(FileClass.OTHER, "tzdata", 3, "/usr/share/zoneinfo/UTC")
            .layer(9, "RUN apt-get upgrade");

    assertThat(rule.measure(ofBase.facts())).isEmpty();
  }

  @Test
  void findsNothingWhereNoFileIsHidden() {
    FactsBuilder untouched =
        base()
            .replaced(PackageRecord.of(Ecosystem.DPKG, "tzdata", "2024a"), 2, "2025a")
            .hidden(FileClass.OTHER, "other", 3, "/usr/share/other")
            .layer(9, "RUN apt-get upgrade");

    assertThat(rule.measure(untouched.facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static FactsBuilder system() {
    return base()
        .replaced(
            PackageRecord.of(Ecosystem.DPKG, "libssl3", "3.0.11-1~deb12u1"), 2, "3.0.11-1~deb12u2")
        .hidden(FileClass.OTHER, "libssl3", 5, "/usr/lib/libssl.so.3")
        .replaced(PackageRecord.of(Ecosystem.DPKG, "tzdata", "2024a"), 2, "2025a")
        .hidden(FileClass.OTHER, "tzdata", 3, "/usr/share/zoneinfo/UTC");
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .layer(30, "ADD file:abc /");
  }
}
