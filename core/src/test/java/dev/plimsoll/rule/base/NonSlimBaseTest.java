package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import org.junit.jupiter.api.Test;

class NonSlimBaseTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final NonSlimBase rule = new NonSlimBase();

  @Test
  void countsDocumentationHeadersToolsAndVersionControlOfTheBaseByClass() {
    Finding finding = rule.measure(full().facts()).getFirst();

    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(86)));
    assertThat(finding.evidence())
        .containsExactly(
            new Finding.Evidence("compilers", Bytes.ofMebi(40)),
            new Finding.Evidence("documentation", Bytes.ofMebi(20)),
            new Finding.Evidence("version control", Bytes.ofMebi(10)),
            new Finding.Evidence("headers", Bytes.ofMebi(8)),
            new Finding.Evidence("files of these packages", Bytes.ofMebi(8)));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(rule.judge(finding, rule.defaults(), ANY)).isInstanceOf(Beyond.class);
    assertThat(finding.fix()).contains("slim variant of python:3.11");
  }

  @Test
  void doesNotCountWhatTheApplicationAddedItself() {
    FactsBuilder slim =
        image()
            .debian()
            .layer(30, "ADD rootfs")
            .files(FileClass.DOCUMENTATION, "bash", 2, "/usr/share/doc/bash/copyright")
            .layer(80, "RUN apt-get install gcc")
            .files(FileClass.COMPILER, "gcc-12", 200, "/usr/bin/gcc-12")
            .base(Evidence.LAYERS, 1, "debian:12-slim");

    Finding finding = rule.measure(slim.facts()).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY)).isEqualTo(new Within());
  }

  @Test
  void countsWhatALaterLayerDeletesToo() {
    FactsBuilder image =
        image()
            .debian()
            .layer(30, "ADD rootfs")
            .hidden(FileClass.DOCUMENTATION, "bash", 50, "/usr/share/doc/bash/copyright")
            .base(Evidence.OPERATING_SYSTEM, 1, null);

    assertThat(rule.judge(rule.measure(image.facts()).getFirst(), rule.defaults(), ANY))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void doesNotApplyWithoutAnOperatingSystem() {
    FactsBuilder scratch =
        image()
            .layer(10, "COPY server /")
            .files(FileClass.DOCUMENTATION, null, 90, "/usr/share/doc/manual.pdf");

    assertThat(rule.measure(scratch.facts())).isEmpty();
  }

  @Test
  void findsNoneInAMinimalDebianWithoutAnyMarker() {
    FactsBuilder minimal =
        image()
            .debian()
            .layer(30, "ADD rootfs")
            .files(FileClass.OTHER, "bash", 70, "/usr/bin/bash")
            .files(FileClass.DOCUMENTATION, "bash", 3, "/usr/share/doc/bash/copyright")
            .base(Evidence.OPERATING_SYSTEM, 1, null);

    assertThat(rule.judge(rule.measure(minimal.facts()).getFirst(), rule.defaults(), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void isNotFooledByAMarkerOverFullContents() {
    FactsBuilder forged = full().files(FileClass.OTHER, null, 1, "/etc/dpkg/dpkg.cfg.d/docker");

    assertThat(rule.judge(rule.measure(forged.facts()).getFirst(), rule.defaults(), ANY))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void doesNotApplyToAlpineAndDistroless() {
    assertThat(rule.measure(full().system("alpine", "3.22.1", "Alpine Linux v3.22").facts()))
        .isEmpty();
    assertThat(rule.measure(full().recordedIn("/var/lib/dpkg/status.d/base", "base-files").facts()))
        .isEmpty();
    assertThat(rule.measure(full().recordedIn("/var/lib/dpkg/status", "base-files").facts()))
        .hasSize(1);
  }

  @Test
  void namesTheSlimVariantOnlyWhereThereIsOne() {
    assertThat(fix("python:3.11")).endsWith("of python:3.11, python:3.11-slim");
    assertThat(fix("docker.io/library/node:20")).endsWith(", docker.io/library/node:20-slim");
    assertThat(fix("golang:1.24")).endsWith("of golang:1.24");
    assertThat(fix("attacker/python:3.11")).endsWith("of attacker/python:3.11");
  }

  private String fix(String base) {
    return rule.measure(full().base(Evidence.LAYERS, 2, base).facts()).getFirst().fix();
  }

  private static FactsBuilder full() {
    return image()
        .debian()
        .layer(50, "ADD rootfs")
        .files(FileClass.DOCUMENTATION, "bash", 20, "/usr/share/doc/bash/copyright")
        .files(FileClass.OTHER, "bash", 100, "/usr/bin/bash")
        .layer(90, "RUN apt-get install gcc git")
        .files(FileClass.COMPILER, "gcc-12", 40, "/usr/bin/gcc-12")
        .files(FileClass.OTHER, "gcc-12", 8, "/usr/lib/gcc/plugin.so")
        .files(FileClass.VERSION_CONTROL, "git", 10, "/usr/bin/git")
        .files(FileClass.HEADER, "libc6-dev", 8, "/usr/include/stdio.h")
        .files(FileClass.OTHER, "libc6-dev", 5, "/usr/lib/libc.a")
        .layer(5, "COPY . /app")
        .files(FileClass.DOCUMENTATION, null, 33, "/usr/share/doc/own")
        .base(Evidence.LAYERS, 2, "python:3.11");
  }
}
