package dev.plimsoll.rule;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlimVariantsTest {
  @ParameterizedTest
  @CsvSource({
    "python:3.12,python:3.12-slim",
    "python:3.12-bookworm,python:3.12-slim-bookworm",
    "docker.io/library/python:latest,docker.io/library/python:slim",
    "ruby:bookworm,ruby:slim-bookworm",
    "node:20,node:20-slim",
    "node:20-bookworm,node:20-bookworm-slim",
    "debian:bookworm,debian:bookworm-slim"
  })
  void namesTheOneThatThereIs(String base, String slim) {
    assertThat(SlimVariants.of(base)).contains(slim);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "php:8-apache",
        "golang:1.24",
        "julia:1",
        "python:3.12-alpine",
        "python:3.12-slim",
        "node:20-bookworm-slim",
        "debian:latest",
        "attacker/python:3.12",
        "the base"
      })
  void namesNoneThatThereIsNot(String base) {
    assertThat(SlimVariants.of(base)).isEmpty();
  }

  @Test
  void asksForAVariantWithoutWhereNoSlimOneIsKnown() {
    assertThat(Mending.slimmerBase(image().facts(), "compiler"))
        .isEqualTo(
            "start the last stage FROM a variant of the base, or another base, that has no compiler");
    assertThat(
            Mending.slimmerBase(
                image().layer(5, "RUN").base(BaseImage.Evidence.LAYERS, 1, "php:8-apache").facts(),
                "compiler"))
        .isEqualTo(
            "start the last stage FROM a variant of php:8-apache, or another base, that has no"
                + " compiler");
  }
}
