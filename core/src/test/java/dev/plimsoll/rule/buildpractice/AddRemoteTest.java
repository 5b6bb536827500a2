package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddRemoteTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private final AddRemote rule = new AddRemote();

  @Test
  void findsAFileFromTheNetwork() {
    Finding finding = only(built("ADD https://example.org/tool.bin /usr/bin/tool"));

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.reclaimable()).isEmpty();
    assertThat(finding.fix())
        .isEqualTo(
            "pin it: ADD --checksum=sha256:… https://example.org/tool.bin /usr/bin/tool; or do it in a"
                + " build stage, unpack it there, and COPY --from what is used");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("ADD of https://example.org/tool.bin", "none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD --chown=1:1 git@example.org:me/it.git /src",
        "ADD HTTP://example.org/a /b",
        "ADD git://example.org/me/it.git#main /src"
      })
  void findsOtherAddresses(String instruction) {
    assertThat(rule.measure(built(instruction).facts())).hasSize(1);
  }

  @Test
  void saysHowToPinARepository() {
    assertThat(only(built("ADD https://example.org/it.git#main /src")).fix())
        .startsWith("pin it by its commit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD rootfs.tar.gz /",
        "ADD . /app",
        "COPY https /app",
        "RUN curl https://example.org/tool.bin",
        "ADD --checksum=sha256:abc https://example.org/tool.bin /usr/bin/tool",
        "ADD https://example.org/it.git#" + COMMIT + " /src",
        "ADD page.html https://not-a-source/"
      })
  void leavesOutWhatIsLocalOrPinned(String instruction) {
    assertThat(rule.measure(built(instruction).facts())).isEmpty();
  }

  @Test
  void findsAPinnedArchiveThatIsDeletedLater() {
    FactsBuilder archive =
        built("ADD --checksum=sha256:abc https://example.org/a.tgz /tmp/")
            .hidden(FileClass.BUILD_LEFTOVER, null, 12, "/tmp/a.tgz");

    Finding finding = only(archive);

    assertThat(finding.what())
        .isEqualTo("ADD of https://example.org/a.tgz, 12.0 MiB of it hidden by a later layer");
    assertThat(Finding.diskSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(12));
    assertThat(finding.fix()).startsWith("do it in a build stage");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD file:0123456789ab /app",
        "ADD dir:0123456789ab /app",
        "ADD " + COMMIT + " in /app"
      })
  void cannotTellWhereTheBuilderWroteAHash(String instruction) {
    Finding finding = only(built(instruction));

    assertThat(finding.measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(finding.what()).startsWith("layer 2 comes from an ADD");
  }

  @Test
  void cannotTellWithoutHistory() {
    assertThat(only(built(null)).measure()).isInstanceOf(Measure.Unmeasured.class);
  }

  @Test
  void leavesTheBaseAlone() {
    FactsBuilder ofBase =
        image()
            .base(BaseImage.Evidence.LAYERS, 2, "base")
            .debian()
            .layer(1, null)
            .layer(1, "ADD https://example.org/tool.bin /usr/bin/tool");

    assertThat(rule.measure(ofBase.facts())).isEmpty();
  }

  @Test
  void allowsByAddress() {
    Finding finding = only(built("ADD https://example.org/a https://example.org/b /opt/"));

    assertThat(rule.judge(finding, allowing("https://example.org/"), ANY)).isEqualTo(new Within());
    assertThat(rule.judge(finding, allowing("https://example.org/a"), ANY))
        .isEqualTo(new Beyond("ADD of https://example.org/b", "none"));
  }

  private static AddRemote.Parameters allowing(String address) {
    return new AddRemote.Parameters(List.of(address));
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static FactsBuilder built(String instruction) {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .debian()
        .layer(30, "ADD file:0123456789ab /")
        .layer(1, instruction);
  }
}
