package dev.plimsoll.registry.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.DockerConfig;
import dev.plimsoll.registry.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerHelpersTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String GIVES =
      """
      cat >>"$ASKED"; echo " $*" >>"$ASKED"
      echo '{"ServerURL":"x","Username":"alice","Secret":"hunter2"}'""";

  @TempDir private Path directory;
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @Test
  void theHelperOfTheHostIsAskedOnceAMinute() throws IOException {
    scripts.add("docker-credential-ours", GIVES);
    DockerConfig config = config("{\"credHelpers\":{\"r.io:5000\":\"ours\"}}");
    for (int i = 0; i < 3; i++) {
      assertThat(logins(config, "r.io:5000/shop/web"))
          .isEqualTo(Logins.of(new Login("alice", "hunter2")));
    }
    assertThat(logins(config, "other.io/shop/web")).isEqualTo(Logins.NONE);
    assertThat(scripts.questions()).isEqualTo("r.io:5000 get\n");
  }

  @Test
  void theStoreIsAskedForEveryOtherHostBeforeWhatIsWrittenDown() throws IOException {
    scripts.add("docker-credential-store", GIVES);
    DockerConfig config =
        config(
            """
            {"credsStore":"store","auths":{"docker.io":{"username":"bob","password":"x"}}}""");
    assertThat(logins(config, "nginx").logins())
        .containsExactly(new Login("alice", "hunter2"), new Login("bob", "x"));
    assertThat(scripts.questions()).isEqualTo("https://index.docker.io/v1/ get\n");
  }

  @Test
  void anIdentityTokenIsKnownByItsUser() throws IOException {
    scripts.add(
        "docker-credential-ours", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
    assertThat(logins(config("{\"credsStore\":\"ours\"}"), "r.io/web").logins())
        .containsExactly(Login.identityToken("refresh"));
  }

  @Test
  void nothingKeptIsNoFault() throws IOException {
    scripts.add(
        "docker-credential-ours", "echo 'credentials not found in native keychain'; exit 1");
    assertThat(logins(config("{\"credsStore\":\"ours\"}"), "r.io/web")).isEqualTo(Logins.NONE);
  }

  @Test
  void aHelperThatFailsSaysSoAndNothingOfWhatItSaid() throws IOException {
    scripts.add("docker-credential-broken", "echo secret; echo secret >&2; exit 3");
    scripts.add("docker-credential-nonsense", "echo secret");
    scripts.add("docker-credential-endless", "yes secret");
    assertThat(remark("broken")).isEqualTo("docker-credential-broken failed with status 3");
    assertThat(remark("nonsense")).isEqualTo("docker-credential-nonsense answers with no JSON");
    assertThat(remark("endless"))
        .isEqualTo("docker-credential-endless says more than a login takes");
    assertThat(remark("missing"))
        .isEqualTo(
            "the docker config leaves it to docker-credential-missing, which is nowhere on the"
                + " PATH; install it, or log in without it");
  }

  @Test
  void aHelperThatHangsIsEndedWithAllThatItStarted() throws Exception {
    scripts.add("docker-credential-hangs", "echo $$ >>\"$ASKED\"; sleep 613 & sleep 614");
    long start = System.nanoTime();
    assertThat(remark("hangs", Duration.ofSeconds(3)))
        .matches("docker-credential-hangs did not answer within \\d\\.\\d s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    long shell = Long.parseLong(scripts.questions().strip());
    Eventually.holds(() -> !ProcessHandle.of(shell).map(ProcessHandle::isAlive).orElse(false));
    Eventually.holds(
        () ->
            ProcessHandle.current()
                .descendants()
                .noneMatch(p -> p.info().commandLine().orElse("").matches(".*sleep 61[34]")));
    Eventually.holds(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("plimsoll-program")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "/bin/sh", "..", ".", "-x", "a b", "a;id", "$(id)"})
  void aNameThatLeadsElsewhereIsNotRun(String name) throws IOException {
    scripts.add("x", GIVES);
    assertThat(logins(config("{\"credsStore\":\"" + name + "\"}"), "r.io/web").remarks())
        .containsExactly("the docker config names a credential helper by what is no name");
    assertThat(scripts.questions()).isEmpty();
  }

  @Test
  void helpersOfAConfigFromElsewhereAreNotAsked() throws IOException {
    scripts.add("docker-credential-ours", GIVES);
    DockerConfig config = DockerConfig.parse("{\"credsStore\":\"ours\"}".getBytes(UTF_8));
    assertThat(logins(config, "r.io/web").remarks())
        .containsExactly(
            "the docker config leaves it to the credential helper ours, which is not asked here");
    assertThat(scripts.questions()).isEmpty();
  }

  private String remark(String helper) {
    return remark(helper, LONG);
  }

  private String remark(String helper, Duration time) {
    Logins logins =
        config("{\"credsStore\":\"" + helper + "\"}")
            .loginsFor(Reference.parse("r.io/web"), Deadline.in(time));
    assertThat(logins.logins()).isEmpty();
    assertThat(logins.remarks()).singleElement().asString().doesNotContain("secret");
    return logins.remarks().getFirst();
  }

  private static Logins logins(DockerConfig config, String image) {
    return config.loginsFor(Reference.parse(image), Deadline.in(LONG));
  }

  private DockerConfig config(String json) {
    String path = "relative:" + directory + ":";
    return DockerConfig.parse(json.getBytes(UTF_8), DockerHelpers.onPath(Map.of("PATH", path)));
  }
}
