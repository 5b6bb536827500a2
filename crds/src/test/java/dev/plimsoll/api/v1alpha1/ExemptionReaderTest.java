package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ExemptionReader.Reading;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Exemption.Allowance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExemptionReaderTest {

  @Test
  void readsEveryField() {
    ImageExemption resource =
        Corpus.read(Corpus.EXEMPTIONS.resolve("valid-everything.yaml"), ImageExemption.class);
    resource.getMetadata().setNamespace("shop");

    Exemption exemption = read(resource);

    assertThat(exemption.name()).isEqualTo("shop/everything");
    assertThat(exemption.match().globs())
        .containsExactly("registry.example.com/legacy/**", "nginx:1.25*");
    assertThat(exemption.allowances())
        .containsExactly(
            new Allowance("pull-size", Bytes.ofMebi(400)),
            new Allowance("non-slim-base", Bytes.ofMebi(1536)),
            new Allowance("root-user", null));
    assertThat(exemption.expires()).isEqualTo(Instant.parse("2027-03-31T00:00:00Z"));
    assertThat(resource.getSpec().selects(Map.of("app", "importer"))).isTrue();
    assertThat(resource.getSpec().selects(Map.of("app", "web"))).isFalse();
  }

  @Test
  void readsAnyOffset() {
    assertThat(
            read(Corpus.exemptionWith(
                    """
                        images: ["**"]
                        rules: [{rule: compiler}]
                        reason: it must
                        owner: team-ml
                        expires: 2027-03-31T00:00:00+01:00
                        """))
                .expires())
        .isEqualTo(Instant.parse("2027-03-30T23:00:00Z"));
  }

  @Test
  void listsAllThatIsWrong() {
    Reading reading =
        ExemptionReader.read(
            Corpus.exemptionWith(
                """
                images: ["https://registry.example.com"]
                workloadSelector: {matchExpressions: [{key: tier, operator: In}]}
                rules: [{rule: rootUser}, {rule: root-user, upTo: 5Mi}, {rule: pull-size, upTo: 5MB}]
                owner: " "
                expires: tomorrow
                """));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Faulty.class,
            faulty ->
                assertThat(faulty.faults())
                    .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
                    .containsExactly(
                        "spec.images[0]",
                        "spec.rules[0].rule",
                        "spec.rules[1].upTo",
                        "spec.rules[2].upTo",
                        "spec.reason",
                        "spec.owner",
                        "spec.workloadSelector.matchExpressions[0]",
                        "spec.expires"));
  }

  @Test
  void exemptionWithoutSpecIsNone() {
    ImageExemption resource = Corpus.exemptionWith("owner: team-ml");
    resource.setSpec(null);

    assertThat(ExemptionReader.read(resource)).isInstanceOf(Reading.Faulty.class);
  }

  @ParameterizedTest
  @MethodSource
  void readsWhatTheServerAccepts(Path file) {
    assertThat(ExemptionReader.read(Corpus.read(file, ImageExemption.class)))
        .isInstanceOf(Reading.Read.class);
  }

  static List<Path> readsWhatTheServerAccepts() {
    return Stream.concat(
            Corpus.files(Corpus.EXEMPTIONS, "valid-").stream(),
            Corpus.files(Path.of("../config/samples"), "exemption-").stream())
        .toList();
  }

  private static Exemption read(ImageExemption resource) {
    return switch (ExemptionReader.read(resource)) {
      case Reading.Read(Exemption exemption) -> exemption;
      case Reading.Faulty(List<String> faults) -> throw new AssertionError(faults);
    };
  }
}
