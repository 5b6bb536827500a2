package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecommendedPackagesTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final RecommendedPackages rule = new RecommendedPackages();

  @Test
  void findsWhatIsRecommendedAndWhatThatNeeds() {
    Finding finding = only(git("RUN apt-get -y install git && rm -rf /var/lib/apt/lists/*"));

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("openssh-client", Bytes.ofMebi(6)),
            new Evidence("libfido2", Bytes.ofMebi(2)));
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(8));
    assertThat(finding.fix())
        .isEqualTo(
            "write RUN apt-get -y install --no-install-recommends git && rm -rf /var/lib/apt/lists/*;"
                + " of openssh-client, libfido2 name there what the application needs");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "8.0 MiB on disk of packages that are only recommended: openssh-client, libfido2",
                "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(8), ANY)).isEqualTo(new Within());
  }

  @Test
  void saysItWithoutHistory() {
    Finding finding = only(git(null));

    assertThat(finding.fix())
        .isEqualTo(
            "use apt-get install --no-install-recommends; of openssh-client, libfido2 name what the"
                + " application needs");
  }

  @Test
  void leavesOutWhatIsNeededAsWellAlsoUnderAnotherName() {
    FactsBuilder needed =
        git("RUN apt-get install git scp")
            .installed(debian("scp", needing(List.of("ssh-client"), List.of())).with(Trait.MANUAL));

    assertThat(rule.measure(needed.facts())).isEmpty();
  }

  @Test
  void leavesOutWhatSomebodyAskedForAndWhatTheBaseHas() {
    FactsBuilder asked =
        base()
            .installed(debian("less", Relations.NONE).with(Trait.AUTOMATIC))
            .files(FileClass.OTHER, "less", 1, "/usr/bin/less")
            .layer(9, "RUN apt-get install git patch")
            .installed(
                debian("git", needing(List.of(), List.of("less", "patch"))).with(Trait.MANUAL))
            .installed(debian("patch", Relations.NONE).with(Trait.MANUAL))
            .files(FileClass.OTHER, "patch", 1, "/usr/bin/patch");

    assertThat(rule.measure(asked.facts())).isEmpty();
  }

  @Test
  void leavesOutWhatNothingRecommends() {
    FactsBuilder orphan =
        base()
            .layer(9, "RUN apt-get install git && apt-get remove git")
            .installed(debian("perl", Relations.NONE).with(Trait.AUTOMATIC))
            .files(FileClass.OTHER, "perl", 9, "/usr/bin/perl");

    assertThat(rule.measure(orphan.facts())).isEmpty();
  }

  @Test
  void leavesOutCertificatesWithWhatTheyNeed() {
    FactsBuilder curl =
        base()
            .layer(9, "RUN apt-get install curl")
            .installed(
                debian("curl", needing(List.of(), List.of("ca-certificates"))).with(Trait.MANUAL))
            .installed(
                debian("ca-certificates", needing(List.of("openssl"), List.of()))
                    .with(Trait.AUTOMATIC))
            .files(FileClass.OTHER, "ca-certificates", 1, "/etc/ssl/certs/ca.crt")
            .installed(debian("openssl", Relations.NONE).with(Trait.AUTOMATIC))
            .files(FileClass.OTHER, "openssl", 2, "/usr/bin/openssl");

    assertThat(rule.measure(curl.facts())).isEmpty();
  }

  @Test
  void believesAnInstructionThatTurnsThemOff() {
    Stream.of(
            "RUN apt-get install --no-install-recommends git",
            "RUN apt-get -o APT::Install-Recommends=false install git",
            "RUN apt-get -o APT::Install-Recommends=0 install git")
        .forEach(text -> assertThat(rule.measure(git(text).facts())).as(text).isEmpty());
    Stream.of(
            "RUN apt-get -o APT::Install-Recommends=1 install git",
            "RUN apt-get install --no-install-recommends curl && apt-get install git")
        .forEach(text -> assertThat(rule.measure(git(text).facts())).as(text).hasSize(1));
  }

  @Test
  void cannotTellWithoutMarks() {
    FactsBuilder unmarked =
        base()
            .layer(9, "RUN apt-get install git && rm -rf /var/lib/apt")
            .installed(debian("git", needing(List.of(), List.of("less"))))
            .installed(debian("less", Relations.NONE));

    assertThat(only(unmarked).measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(only(unmarked).what()).contains("/var/lib/apt/extended_states");
  }

  @Test
  void needsNoMarksWhereNothingIsRecommended() {
    FactsBuilder plain =
        base()
            .installed(debian("less", Relations.NONE))
            .layer(9, "RUN apt-get install git")
            .installed(debian("git", needing(List.of("libc6"), List.of("less"))))
            .installed(debian("libc6", Relations.NONE));

    assertThat(rule.measure(plain.facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  /// git needs perl and recommends what provides ssh-client, which needs libfido2.
  private static FactsBuilder git(String instruction) {
    return base()
        .layer(9, instruction)
        .installed(
            debian("git", needing(List.of("perl"), List.of("ssh-client"))).with(Trait.MANUAL))
        .files(FileClass.VERSION_CONTROL, "git", 30, "/usr/bin/git")
        .installed(debian("perl", Relations.NONE).with(Trait.AUTOMATIC))
        .files(FileClass.OTHER, "perl", 9, "/usr/bin/perl")
        .installed(
            debian(
                    "openssh-client",
                    new Relations(
                        List.of(), List.of(Need.of("libfido2")), List.of(), List.of("ssh-client")))
                .with(Trait.AUTOMATIC))
        .files(FileClass.DEBUG_TOOL, "openssh-client", 6, "/usr/bin/ssh")
        .installed(debian("libfido2", Relations.NONE).with(Trait.AUTOMATIC))
        .files(FileClass.OTHER, "libfido2", 2, "/usr/lib/libfido2.so");
  }

  private static PackageRecord debian(String name, Relations relations) {
    return PackageRecord.of(Ecosystem.DPKG, name, "1").needing(relations);
  }

  private static Relations needing(List<String> depends, List<String> recommends) {
    return new Relations(
        depends.stream().map(Need::of).toList(),
        List.of(),
        recommends.stream().map(Need::of).toList(),
        List.of());
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .layer(30, "ADD file:abc /");
  }
}
