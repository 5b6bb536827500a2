package dev.plimsoll.rule.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import org.junit.jupiter.api.Test;

class DigestRequiredTest {
  private final DigestRequired rule = new DigestRequired();

  @Test
  void findsAReferenceWithoutDigest() {
    Finding finding = rule.measure(Reference.parse("web/app:1.2")).getFirst();

    assertThat(rule.judge(finding, rule.defaults(), new ContainerContext("web", null)))
        .isEqualTo(new Beyond("no digest", "a digest"));
    assertThat(finding.fix()).startsWith("write docker.io/web/app:1.2@sha256:…");
  }

  @Test
  void letsADigestStandWithOrWithoutATag() {
    String digest = "@sha256:" + "0a".repeat(32);

    assertThat(rule.measure(Reference.parse("nginx" + digest))).isEmpty();
    assertThat(rule.measure(Reference.parse("nginx:1.27" + digest))).isEmpty();
  }
}
