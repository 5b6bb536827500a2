package dev.plimsoll.rule.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of docs/custom-rules.md hold for an image that is as they want it, and not for
/// one that is not.
class CustomRulesExamplesTest {
  private static final OperatingSystem DEBIAN = new OperatingSystem("debian", "12", "Debian", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!image.packages.exists(p, p.name == 'python3.9')",
        "namespace.labels['stage'] != 'production' || image.pullSize < 200 * 1024 * 1024",
        "image.base.evidence == 'layers' && has(image.base.name)"
            + " && image.base.name.startsWith('registry.example.com/base/')",
        "!image.packages.exists(p, !p.base && p.name in ['curl', 'wget', 'netcat-openbsd'])",
        "'org.opencontainers.image.source' in image.labels &&"
            + " image.labels['org.opencontainers.image.source']"
            + ".startsWith('https://git.example.com/')",
        "has(image.tag) && image.tag.matches('^v?[0-9]+[.][0-9]+[.][0-9]+$')"
      })
  void holdsForTheRightImageAlone(String expression) throws IOException {
    String page = Files.readString(Path.of("../docs/custom-rules.md")).replaceAll("\\s+", " ");
    assertThat(page).contains(expression);

    CustomRule rule = CustomRules.rule(expression);
    assertThat(rule.outcome(right())).isInstanceOf(CustomOutcome.Met.class);
    assertThat(rule.outcome(wrong())).isInstanceOf(CustomOutcome.Broken.class);
  }

  private static CustomInput right() {
    Facts facts = CustomRules.facts(CustomRules.packages(3), true, DEBIAN);
    Facts labelled =
        CustomRules.labelled(
            facts, Map.of("org.opencontainers.image.source", "https://git.example.com/shop/api"));
    return named(
        new Facts(
            labelled.digest(),
            labelled.config(),
            labelled.annotations(),
            labelled.layers(),
            new dev.plimsoll.facts.BaseImage(
                dev.plimsoll.facts.BaseImage.Evidence.LAYERS,
                1,
                "registry.example.com/base/debian:12"),
            labelled.contents()),
        "1.4.2");
  }

  private static CustomInput wrong() {
    Facts facts =
        CustomRules.facts(
            List.of(CustomRules.installed("python3.9", 1, 0), CustomRules.installed("curl", 2, 0)),
            true,
            DEBIAN);
    return named(
        new Facts(
            facts.digest(),
            facts.config(),
            facts.annotations(),
            facts.layers().stream()
                .map(
                    l ->
                        new dev.plimsoll.facts.Layer(
                            l.number(),
                            l.digest(),
                            l.diffId(),
                            dev.plimsoll.image.Bytes.ofMebi(150),
                            l.instruction()))
                .toList(),
            facts.base(),
            facts.contents()),
        "latest");
  }

  private static CustomInput named(Facts facts, String tag) {
    CustomInput usual = CustomRules.input(facts);
    return new CustomInput(
        facts,
        Reference.parse("registry.example.com/shop/api:" + tag),
        usual.container(),
        usual.pod(),
        usual.namespace(),
        new Redaction());
  }
}
