package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsWhatRegistriesSend() {
    assertThat(
            parse(
                "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                    + "scope=\"repository:library/nginx:pull\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.docker.io/token",
                    "service", "registry.docker.io",
                    "scope", "repository:library/nginx:pull")));
    assertThat(parse("Basic realm=\"Registry Realm\""))
        .containsExactly(new Challenge("basic", Map.of("realm", "Registry Realm")));
    assertThat(parse("BEARER REALM=token , Service = \"a \\\"quoted\\\" one\""))
        .containsExactly(
            new Challenge("bearer", Map.of("realm", "token", "service", "a \"quoted\" one")));
  }

  @Test
  void readsSeveralInOneHeaderOrInMany() {
    List<Challenge> both =
        List.of(
            new Challenge("negotiate", Map.of()),
            new Challenge("bearer", Map.of("realm", "r", "scope", "a,b")),
            new Challenge("basic", Map.of("realm", "x")));
    assertThat(parse("Negotiate, Bearer realm=\"r\", scope=\"a,b\", Basic realm=\"x\""))
        .isEqualTo(both);
    assertThat(parse("Negotiate", "Bearer realm=\"r\",scope=\"a,b\"", "Basic realm=x"))
        .isEqualTo(both);
  }

  @Test
  void passesOverWhatItCannotUnderstand() {
    assertThat(parse()).isEmpty();
    assertThat(parse("", ",,", "=", "\"", "realm=\"x\"")).isEmpty();
    assertThat(parse("Bearer realm=\"unclosed")).extracting(Challenge::scheme).contains("bearer");
  }

  @Property
  void anyTextIsReadWithoutFail(@ForAll String text) {
    assertThat(parse("Bearer realm=\"x\", " + text)).isNotEmpty();
  }

  @Test
  void aLongHeaderIsReadInNoTime() {
    assertThat(parse("Bearer a=\"" + "\\".repeat(1_000_000))).hasSize(1);
    assertThat(parse("x ".repeat(1_000_000))).hasSizeLessThan(5000);
  }

  private static List<Challenge> parse(String... headers) {
    return Challenge.parse(List.of(headers));
  }
}
