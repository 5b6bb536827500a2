package dev.plimsoll.rule.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutableTagTest {
  private static final String DIGEST = "@sha256:" + "0a".repeat(32);
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final MutableTag rule = new MutableTag();

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "nginx:latest", "registry.example.com:5000/team/web:latest"})
  void findsLatestWrittenOrByDefault(String reference) {
    assertThat(rule.judge(finding(reference), rule.defaults(), ANY))
        .isEqualTo(new Beyond("tag latest", "a tag that stays, or a digest"));
  }

  @Test
  void saysHowTheReferenceShouldBeWritten() {
    assertThat(finding("registry.example.com/web:latest").fix())
        .isEqualTo(
            "write registry.example.com/web:<version> or registry.example.com/web:latest@sha256:…"
                + " instead of registry.example.com/web:latest");
  }

  @Test
  void letsADigestStandWhateverTheTag() {
    assertThat(rule.measure(Reference.parse("nginx:latest" + DIGEST))).isEmpty();
    assertThat(rule.measure(Reference.parse("nginx" + DIGEST))).isEmpty();
  }

  @Test
  void letsOtherTagsStandUnlessThePolicyListsThem() {
    Finding main = finding("web/app:main");

    assertThat(rule.judge(main, rule.defaults(), ANY)).isEqualTo(new Within());
    assertThat(rule.judge(main, new MutableTag.Parameters(List.of("latest", "main")), ANY))
        .isInstanceOf(Beyond.class);
    assertThat(rule.judge(finding("nginx"), new MutableTag.Parameters(List.of("main")), ANY))
        .isEqualTo(new Within());
  }

  private Finding finding(String reference) {
    return rule.measure(Reference.parse(reference)).getFirst();
  }
}
