package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseMutableTagTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final BaseMutableTag rule = new BaseMutableTag();

  @ParameterizedTest
  @ValueSource(strings = {"python", "python:latest", "python:3", "node:20-slim", "team/base:v2"})
  void findsTagsThatMove(String base) {
    assertThat(measure(own().base(Evidence.LAYERS, 1, base))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python:3.12",
        "python:3.12-slim",
        "ubuntu:24.04",
        "amazonlinux:2023",
        "debian:bookworm-20250811",
        "base:20250811",
        "python@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
      })
  void isContentWithTagsThatStayAndDigests(String base) {
    assertThat(measure(own().base(Evidence.LAYERS, 1, base))).isEmpty();
  }

  @Test
  void saysWhatToWriteInstead() {
    Finding finding = measure(own().base(Evidence.LAYERS, 1, "python:3")).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("FROM docker.io/library/python:3", "a tag that stays, or a digest"));
    assertThat(finding.fix()).endsWith("instead of FROM docker.io/library/python:3");
  }

  @Test
  void letsATagThatStaysSpeakForTheSameLayers() {
    FactsBuilder both =
        own().onKnown(new Known("python:3", 1, null), new Known("python:3.12", 1, null));

    assertThat(measure(both)).isEmpty();
  }

  @Test
  void believesTheAnnotationAboutWhichOfTheProvenTagsWasMeant() {
    FactsBuilder both =
        own()
            .onKnown(new Known("python:3", 1, null), new Known("python:3.12", 1, null))
            .claimsBase("docker.io/library/python:3");

    assertThat(measure(both)).hasSize(1);
  }

  @Test
  void doesNotLookAtWhatTheBaseItselfIsBuiltOn() {
    FactsBuilder higher =
        own().onKnown(new Known("python:3.12", 2, null), new Known("debian:12", 1, null));

    assertThat(measure(higher)).isEmpty();
  }

  @Test
  void doesNotApplyWhereLayersDoNotProveTheBase() {
    assertThat(measure(own().base(Evidence.ANNOTATION, 0, "python:3").claimsBase("python:3")))
        .isEmpty();
    assertThat(measure(own())).isEmpty();
  }

  @Test
  void allowsBasesThatThePolicyLists() {
    Finding finding = measure(own().base(Evidence.LAYERS, 1, "debian:12")).getFirst();

    assertThat(rule.judge(finding, new BaseMutableTag.Parameters(List.of("debian:12")), ANY))
        .isEqualTo(new Within());
    assertThat(rule.judge(finding, new BaseMutableTag.Parameters(List.of("debian:11")), ANY))
        .isInstanceOf(Beyond.class);
  }

  private static FactsBuilder own() {
    return image().layer(30, "ADD rootfs").layer(1, "COPY . /app");
  }

  private List<Finding> measure(FactsBuilder image) {
    return rule.measure(image.facts());
  }
}
