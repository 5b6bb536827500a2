package dev.plimsoll.registry.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeletPluginsTest {
  private static final String ANSWER =
      """
      cat >>"$ASKED"; echo >>"$ASKED"
      echo '{"apiVersion":"credentialprovider.kubelet.k8s.io/v1",
      "kind":"CredentialProviderResponse","cacheKeyType":"%s"%s,
      "auth":{"*.example.com":{"username":"'$WHO'","password":"'$1'"},
      "*.example.com/shop":{"username":"shop","password":"p"}}}'""";

  @TempDir private Path directory;
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @Test
  void asksTheProviderWhoseImagesMatchWithItsArgumentsAndEnvironment() throws IOException {
    scripts.add("ours", ANSWER.formatted("Image", ""));
    KubeletPlugins plugins = plugins("12h");
    assertThat(logins(plugins, "r.example.com/shop/web:1.4").logins())
        .containsExactly(new Login("shop", "p"), new Login("me", "--secret"));
    assertThat(logins(plugins, "docker.io/shop/web")).isEqualTo(Logins.NONE);
    assertThat(scripts.questions())
        .isEqualTo(
            """
            {"apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "kind":"CredentialProviderRequest","image":"r.example.com/shop/web"}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "Image, 12h, '', 3",
    "Registry, 12h, '', 2",
    "Global, 12h, '', 1",
    "Global, 0s, '', 4",
    "Global, 12h, ',\"cacheDuration\":\"0s\"', 4",
    "Global, 0s, ',\"cacheDuration\":\"1h30m\"', 1",
    "Global, 0s, ',\"cacheDuration\":null', 4"
  })
  void keepsWhatItSaysForAsMuchAndAsLongAsItSays(
      String type, String usual, String own, int questions) throws IOException {
    scripts.add("ours", ANSWER.formatted(type, own));
    KubeletPlugins plugins = plugins(usual);
    for (String image : new String[] {"a.example.com/x", "a.example.com/x:2", "a.example.com/y"}) {
      assertThat(logins(plugins, image).logins()).containsExactly(new Login("me", "--secret"));
    }
    assertThat(logins(plugins, "b.example.com/x").logins()).hasSize(1);
    assertThat(scripts.questions().lines()).hasSize(questions);
  }

  @Test
  void aProviderThatFailsSaysSoAndIsNotAskedAgainAtOnce() throws IOException {
    scripts.add("ours", "cat >>\"$ASKED\"; echo >>\"$ASKED\"; echo secret; exit 2");
    KubeletPlugins plugins = plugins("12h");
    for (int i = 0; i < 3; i++) {
      assertThat(logins(plugins, "a.example.com/x"))
          .isEqualTo(Logins.none("the credential provider ours failed with status 2"));
    }
    assertThat(scripts.questions().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo secret",
        "echo '{\"kind\":\"CredentialProviderResponse\",\"cacheKeyType\":\"secret\"}'",
        "echo '{\"kind\":\"CredentialProviderResponse\",\"cacheKeyType\":\"Image\",\"cacheDuration\":\"secret\"}'",
        "echo '{\"kind\":\"secret\",\"cacheKeyType\":\"Image\"}'"
      })
  void anAnswerThatIsNoneIsSaidToBeSo(String body) throws IOException {
    scripts.add("ours", body);
    assertThat(logins(plugins("12h"), "a.example.com/x"))
        .isEqualTo(
            Logins.none("the credential provider ours answers with no CredentialProviderResponse"));
  }

  @Test
  void aProviderThatIsNotThereOrHangsIsSaidToBeSo() throws IOException {
    assertThat(logins(plugins("12h"), "a.example.com/x").remarks())
        .containsExactly(
            "the credential provider ours cannot be started; check that it is there and may run");
    scripts.add("ours", "exec sleep 615");
    Deadline soon = Deadline.in(Duration.ofSeconds(2));
    assertThat(plugins("12h").loginsFor(Reference.parse("a.example.com/x"), soon).remarks())
        .singleElement()
        .asString()
        .matches("the credential provider ours did not answer within \\d\\.\\d s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret | it is no CredentialProviderConfig",
        "{} | it is no CredentialProviderConfig",
        "{\"kind\":\"CredentialProviderConfig\",\"apiVersion\":\"v1\"} | it is no",
        "{\"kind\":\"CredentialProviderConfig\",\"apiVersion\":\"kubelet.config.k8s.io/v1\"} | no providers"
      })
  void aFileThatIsNoneIsRefused(String json, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubeletPlugins.parse(json.getBytes(UTF_8), directory))
        .withMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "ours, ../ours, a name that is no file's",
    "ours, a/b, a name that is no file's",
    "ours, .., a name that is no file's",
    "credentialprovider.kubelet.k8s.io/v1, credentialprovider.kubelet.k8s.io/v9, an apiVersion",
    "12h, soon, a defaultCacheDuration that is none",
    "12h, '', a defaultCacheDuration that is none",
    "matchImages, images, no matchImages",
    "args, tokenAttributes, service account tokens"
  })
  void aProviderThatCannotBeAskedIsRefused(String from, String to, String sentence) {
    String json = config("12h").replace("\"" + from + "\"", "\"" + to + "\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubeletPlugins.parse(json.getBytes(UTF_8), directory))
        .withMessageContaining(sentence);
  }

  private static Logins logins(KubeletPlugins plugins, String image) {
    return plugins.loginsFor(Reference.parse(image), Deadline.in(Duration.ofSeconds(20)));
  }

  private KubeletPlugins plugins(String life) {
    return KubeletPlugins.parse(config(life).getBytes(UTF_8), scripts.directory());
  }

  private static String config(String life) {
    return """
        {"apiVersion":"kubelet.config.k8s.io/v1","kind":"CredentialProviderConfig","providers":[
          {"name":"ours","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
           "matchImages":["*.example.com"],"defaultCacheDuration":"%s",
           "args":["--secret"],"env":[{"name":"WHO","value":"me"}]}]}"""
        .formatted(life);
  }
}
