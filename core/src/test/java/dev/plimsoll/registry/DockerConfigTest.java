package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com, registry.example.com/web, true",
    "registry.example.com, registry.example.com:5000/web, false",
    "registry.example.com:5000, registry.example.com:5000/web, true",
    "https://registry.example.com, registry.example.com/web, true",
    "https://registry.example.com/v2/, registry.example.com/web, true",
    "REGISTRY.example.com, registry.example.com/web, true",
    "https://index.docker.io/v1/, nginx, true",
    "docker.io, shop/web, true",
    "index.docker.io, registry.example.com/web, false",
    "*.example.com, registry.example.com/web, true",
    "*.example.com, example.com/web, false",
    "*.example.com, a.b.example.com/web, false",
    "*.example.com:5000, a.example.com:5000/web, true",
    "*, registry:5000/web, false",
    "*.dkr.ecr.*.amazonaws.com, 1234.dkr.ecr.eu-west-1.amazonaws.com/web, true",
    "app*-x?.example.com, app12-xy.example.com/web, true",
    "app*-x?.example.com, app12-x.example.com/web, false",
    "*a*b*.example.com, xaxbx.example.com/web, true",
    "*a*b*.example.com, xbxax.example.com/web, false",
    "registry:50*, registry:5000/web, true",
    "regi*00, registry:5000/web, false",
    "registry.example.com/shop, registry.example.com/shop/web, true",
    "registry.example.com/shop, registry.example.com/shopping/web, false",
    "registry.example.com/shop/web, registry.example.com/shop/web, true",
    "registry.example.com/shop/, registry.example.com/other, false"
  })
  void matchesAsAKubeletDoes(String key, String image, boolean matches) {
    DockerConfig config = config("{\"auths\":{" + auth(key, "a:b") + "}}");
    List<Login> logins = logins(config, image);
    assertThat(logins).isEqualTo(matches ? List.of(new Login("a", "b")) : List.of());
  }

  @Test
  void theLongestPathComesFirst() {
    String auths =
        String.join(
            ",", auth("r.io", "none:x"), auth("r.io/a/b", "both:x"), auth("r.io/a", "one:x"));
    DockerConfig config = config("{\"auths\":{" + auths + "}}");
    assertThat(logins(config, "r.io/a/b/c"))
        .extracting(Login::user)
        .containsExactly("both", "one", "none");
  }

  @Test
  void readsUserAndPasswordInEveryForm() {
    Login login = new Login("u", "p:q");
    String plain = "{\"auths\":{\"r.io\":{\"username\":\"u\",\"password\":\"p:q\"}}}";
    assertThat(logins(config(plain), "r.io/web")).containsExactly(login);
    String padded = "{\"auths\":{" + auth("r.io", "u:p:q\0\0") + "}}";
    assertThat(logins(config(padded), "r.io/web")).containsExactly(login);
    assertThat(logins(config("{\"auths\":{\"r.io\":{}},\"credsStore\":\"x\"}"), "r.io/web"))
        .isEmpty();
    assertThat(logins(config("{}"), "r.io/web")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "{\"auths\":{\"r.io\":{\"auth\":\"c2VjcmV0\"}}}",
        "{\"auths\":{\"r.io\":{\"auth\":\"=secret=\"}}}"
      })
  void saysWhatIsWrongWithoutQuotingIt(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DockerConfig.parse(json.getBytes(UTF_8)))
        .withMessageContaining("docker config")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "c2Vj"));
  }

  @Test
  void aLoginNeverShowsItsPassword() {
    assertThat(new Login("alice", "hunter2").toString()).isEqualTo("Login[of alice]");
  }

  private static List<Login> logins(DockerConfig config, String image) {
    Deadline soon = Deadline.in(Duration.ofSeconds(5));
    return config.loginsFor(Reference.parse(image), soon).logins();
  }

  private static DockerConfig config(String json) {
    return DockerConfig.parse(json.getBytes(UTF_8));
  }

  private static String auth(String key, String pair) {
    return "\"%s\":{\"auth\":\"%s\"}".formatted(key, base64(pair));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
