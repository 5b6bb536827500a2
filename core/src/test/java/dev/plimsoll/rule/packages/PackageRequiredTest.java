package dev.plimsoll.rule.packages;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageRequiredTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final PackageRequired rule = new PackageRequired();

  @Test
  void asksForNamesAndVersions() {
    Facts facts =
        image()
            .layer(5, "ADD")
            .installed("openssl", List.of())
            .installed("tzdata", List.of())
            .facts();

    assertThat(judged(facts, "openssl", "tzdata>=1")).isEqualTo(new Within());
    assertThat(judged(facts, "openssl>=3", "ca-certificates", "tzdata"))
        .isEqualTo(
            new Beyond(
                "openssl 1, no ca-certificates", "openssl>=3, ca-certificates, tzdata required"));
  }

  @Test
  void cannotTellWithoutADatabaseUnlessThePackageIsSeen() {
    FactsBuilder image = image().layer(5, "COPY").files(FileClass.OTHER, null, 5, "/server");

    assertThat(judged(image.facts(), "tzdata"))
        .isInstanceOfSatisfying(
            Undecided.class,
            open -> assertThat(open.why().detail()).contains("no package database"));
    assertThat(judged(image.facts())).isEqualTo(new Within());
  }

  private Judgement judged(Facts facts, String... required) {
    return rule.judge(
        rule.measure(facts).getFirst(), new PackageRequired.Parameters(List.of(required)), ANY);
  }
}
