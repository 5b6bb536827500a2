package dev.plimsoll.rule.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryNotAllowedTest {
  private final RegistryNotAllowed rule = new RegistryNotAllowed();

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/**, registry.example.com/team/web:1",
    "registry.example.com/*/web, registry.example.com/team/web:1",
    "registry.example.com:5000/**, registry.example.com:5000/web",
    "nginx, docker.io/library/nginx:1.27",
    "team/web:1.*, team/web:1.2"
  })
  void allowsWhatAGlobCovers(String glob, String reference) {
    assertThat(judge(reference, glob)).isEqualTo(new Within());
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/**, registry.example.com.attacker.net/web",
    "registry.example.com/**, web",
    "registry.example.com/*, registry.example.com/team/web",
    "registry.example.com/**, registry.example.com:5000/web",
    "nginx, attacker/nginx",
    "team/web:1.*, team/web:2.0"
  })
  void refusesWhatNoGlobCovers(String glob, String reference) {
    assertThat(judge(reference, glob)).isInstanceOf(Beyond.class);
  }

  @Test
  void saysWhereTheImageComesFromInFull() {
    assertThat(judge("nginx:1.27", "registry.example.com/**"))
        .isEqualTo(new Beyond("docker.io/library/nginx", "registry.example.com/**"));
  }

  @Test
  void allowsNothingWhereNothingIsListed() {
    assertThat(rule.judge(finding("nginx"), rule.defaults(), new ContainerContext("web", null)))
        .isEqualTo(new Beyond("docker.io/library/nginx", "none"));
  }

  private Judgement judge(String reference, String glob) {
    return rule.judge(
        finding(reference),
        new RegistryNotAllowed.Parameters(List.of(glob)),
        new ContainerContext("web", null));
  }

  private Finding finding(String reference) {
    return rule.measure(Reference.parse(reference)).getFirst();
  }
}
