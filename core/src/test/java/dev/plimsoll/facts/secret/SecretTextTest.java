package dev.plimsoll.facts.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is secret in texts, and what only looks so. No value here opens anything: keys are made
/// when the test runs, tokens are put together of letters.
class SecretTextTest {
  private static final String LETTERS = "Zq7RtW2yKb9XcV4nMd6PfH8sJgL3aTe5uQwBrYk1";

  static Stream<Arguments> secrets() throws GeneralSecurityException {
    String rsa = pem("PRIVATE KEY", key("RSA", 2048));
    return Stream.of(
        arguments("/app/server.key", rsa, "PRIVATE_KEY 1 PRIVATE KEY"),
        arguments("/app/notes.txt", "\n\n" + rsa + "more", "PRIVATE_KEY 3 PRIVATE KEY"),
        arguments(
            "/app/a.pem", pem("PRIVATE KEY", key("Ed25519", 255)), "PRIVATE_KEY 1 PRIVATE KEY"),
        arguments(
            "/app/a.pem", rsa.replace("PRIVATE", "RSA PRIVATE"), "PRIVATE_KEY 1 RSA PRIVATE KEY"),
        arguments(
            "/app/a.pem",
            rsa.replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\n"),
            "PRIVATE_KEY 1 PRIVATE KEY, encrypted"),
        arguments(
            "/root/.ssh/id_ed25519",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n"
                + LETTERS
                + "\n-----END OPENSSH PRIVATE KEY-----\n",
            "PRIVATE_KEY 1 OPENSSH PRIVATE KEY"),
        arguments(
            "/app/sa.json",
            "{\"type\": \"service_account\",\n\"private_key\": \""
                + rsa.replace("\n", "\\n")
                + "\"}",
            "SERVICE_ACCOUNT_KEY 2 PRIVATE KEY"),
        arguments("/app/.env", "PORT=80\nDB_PASSWORD=hunter2\n", "ENV_FILE 2 DB_PASSWORD"),
        arguments("/app/prod.env", "export API_KEY='" + LETTERS + "'", "ENV_FILE 1 API_KEY"),
        arguments(
            "/app/.env",
            "DATABASE_URL=postgres://me:s3cr3t-9@db/x",
            "PASSWORD_IN_ADDRESS 1 ://…:…@"),
        arguments(
            "/root/.npmrc",
            "//npm.example.com/:_authToken=" + LETTERS,
            "NPM_CREDENTIALS 1 an npm token or password"),
        arguments(
            "/root/.pypirc",
            "[pypi]\nusername = me\npassword = " + LETTERS,
            "PYTHON_CREDENTIALS 3 a password"),
        arguments(
            "/etc/pip.conf",
            "[global]\nindex-url = https://me:" + LETTERS + "@example.org/simple",
            "PYTHON_CREDENTIALS 2 a password in an address"),
        arguments(
            "/root/.m2/settings.xml",
            "<server>\n<password>" + LETTERS + "</password>",
            "MAVEN_CREDENTIALS 2 a server's password"),
        arguments("/root/.netrc", "machine a login b\npassword " + LETTERS, "NETRC 2 a password"),
        arguments(
            "/root/.git-credentials",
            "https://me:" + LETTERS + "@example.org",
            "GIT_CREDENTIALS 1 a password in an address"),
        arguments(
            "/app/.git/config",
            "[remote]\nurl = https://ci:" + LETTERS + "@example.org/x.git",
            "GIT_CREDENTIALS 2 a password in an address"),
        arguments(
            "/root/.aws/credentials",
            "[default]\naws_secret_access_key = " + LETTERS,
            "AWS_CREDENTIALS 2 aws_secret_access_key"),
        arguments(
            "/root/.docker/config.json",
            "{\"auths\": {\"example.org\": {\"auth\": \"bWU6ZzhUa1E5\"}}}",
            "DOCKER_CREDENTIALS 1 an account of a registry"),
        arguments(
            "/root/.kube/config",
            "users:\n- user:\n    token: " + LETTERS,
            "KUBECONFIG 3 a user's key, token or password"),
        arguments("/root/.pgpass", "db:5432:*:me:" + LETTERS, "DATABASE_PASSWORD 1 a password"),
        arguments("/app/a.js", "x('" + "ghp" + "_" + letters(36) + "')", "GITHUB_TOKEN 1 ghp_…"),
        arguments("/a.py", "AKIA" + "QZ7RTW2YKBXCV4NM", "AWS_CREDENTIALS 1 AKIA…"),
        arguments("/a.yaml", "t: glpat" + "-" + letters(20), "GITLAB_TOKEN 1 glpat-…"),
        arguments("/a.sh", "T=xox" + "b-123456789876-" + letters(24), "SLACK_TOKEN 1 xoxb-…"),
        arguments("/a.rb", "'sk" + "_live_" + letters(24) + "'", "STRIPE_KEY 1 sk_live_…"),
        arguments("/a.txt", "npm" + "_" + letters(36), "NPM_TOKEN 1 npm_…"),
        arguments("/a.json", "\"AIza" + letters(35) + "\"", "GOOGLE_KEY 1 AIza…"),
        arguments("/a.json", "\"a\\nAIza" + letters(35) + "\"", "GOOGLE_KEY 1 AIza…"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("secrets")
  void findsSecrets(String path, String text, String expected) {
    assertThat(lines(SecretText.inFile(path, text))).containsExactly(expected);
  }

  static Stream<Arguments> decoys() throws GeneralSecurityException {
    String body = pem("X", key("RSA", 2048));
    return Stream.of(
        arguments("public key", "/a.pem", body.replace("BEGIN X", "BEGIN PUBLIC KEY")),
        arguments("certificates", "/ca.pem", body.replace(" X-", " CERTIFICATE-")),
        arguments(
            "no body", "/a.md", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"),
        arguments(
            "no end", "/a.md", body.replace("BEGIN X", "BEGIN PRIVATE KEY").replace("END X", "")),
        arguments(
            "code that reads keys",
            "/a.py",
            "if text.startswith('-----BEGIN PRIVATE KEY-----'): pass # -----END PRIVATE KEY-----"),
        arguments("placeholder in env", "/.env", "DB_PASSWORD=changeme\nTOKEN=<token>\nKEY=${X}\n"),
        arguments("example env", "/.env.example", "DB_PASSWORD=hunter2\n"),
        arguments("harmless env", "/.env", "PORT=80\nGPG_KEY=E3FF2839C048B25C084DEBE9B26995E3\n"),
        arguments("file names", "/.env", "DB_PASSWORD_FILE=/run/x\nTOKEN=/var/run/token\n"),
        arguments("reference", "/.npmrc", "//npm.example.com/:_authToken=${NPM_TOKEN}"),
        arguments("registry without token", "/.npmrc", "registry=https://example.org/\n"),
        arguments("docker without auths", "/.docker/config.json", "{\"credsStore\":\"pass\"}"),
        arguments(
            "cluster only", "/.kube/config", "clusters:\n- cluster:\n    server: https://x\n"),
        arguments("documentation's key", "/a.py", "AKIA" + "IOSFODNN7EXAMPLE"),
        arguments("made up", "/a.py", "ghp" + "_" + "x".repeat(36)),
        arguments("longer word", "/a.py", "aghp" + "_" + letters(36)),
        arguments("too long", "/a.py", "ghp" + "_" + letters(36) + "Ab9"),
        arguments("test key of Stripe", "/a.py", "sk" + "_test_" + letters(24)),
        arguments("address without password", "/.env", "URL=https://me@example.org/a:b@c"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoys")
  void isNotTakenIn(String name, String path, String text) {
    assertThat(lines(SecretText.inFile(path, text))).as(name).isEmpty();
  }

  @Test
  void findsSecretsInVariables() {
    assertThat(lines(SecretText.inVariable("DB_PASSWORD", "hunter2")))
        .containsExactly("SECRET_VARIABLE 1 DB_PASSWORD");
    assertThat(lines(SecretText.inVariable("X", "ghp" + "_" + letters(36))))
        .containsExactly("GITHUB_TOKEN 1 ghp_…");
    assertThat(lines(SecretText.inVariable("URL", "amqp://a:" + LETTERS + "@b/")))
        .containsExactly("PASSWORD_IN_ADDRESS 1 ://…:…@");
    assertThat(SecretText.inVariable("GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D"))
        .isEmpty();
    assertThat(SecretText.inVariable("DB_PASSWORD", "")).isEmpty();
    assertThat(SecretText.inVariable("DB_PASSWORD_FILE", "/run/secrets/db")).isEmpty();
    assertThat(SecretText.inVariable("PYTHON_SHA256", LETTERS)).isEmpty();
    assertThat(SecretText.inVariable("PWD", "/app")).isEmpty();
  }

  @Test
  void findsSecretsInCommandsAndBlotsThemOut() {
    String command =
        "RUN TOKEN=\""
            + LETTERS
            + "\" make && curl -H 'Authorization: Bearer "
            + LETTERS
            + "' https://me:"
            + LETTERS
            + "@example.org/a";
    assertThat(lines(SecretText.inCommand(command)))
        .containsExactlyInAnyOrder(
            "SECRET_VARIABLE 1 TOKEN",
            "AUTHORIZATION 1 Authorization",
            "PASSWORD_IN_ADDRESS 1 ://…:…@");
    assertThat(SecretText.redacted(command))
        .isEqualTo(
            "RUN TOKEN=\"…\" make && curl -H 'Authorization: Bearer …' https://me:…@example.org/a");
    assertThat(SecretText.redacted("RUN apt-get update")).isEqualTo("RUN apt-get update");
  }

  @Test
  void takesLittleTimeForWhatIsMadeToHarm() {
    String keys = "-----BEGIN PRIVATE KEY-----\n".repeat(30_000) + "-----END PRIVATE KEY-----";
    long start = System.nanoTime();
    SecretText.inFile("/a.env", keys);
    SecretText.inFile("/a.env", "A=://".repeat(200_000));
    SecretText.inFile("/a.env", "://a:".repeat(200_000));
    SecretText.inFile("/.pgpass", "a:".repeat(500_000));
    SecretText.inFile("/.npmrc", "_authToken ".repeat(90_000));
    SecretText.inFile("/.kubeconfig", "  ".repeat(500_000));
    SecretText.inFile("/.netrc", "password " + " ".repeat(1_000_000));
    SecretText.inCommand("authorization: ".repeat(70_000));
    SecretText.inCommand("AKIA".repeat(250_000));
    assertThat((System.nanoTime() - start) / 1_000_000_000L).isLessThan(20);
  }

  private static List<String> lines(List<Secret> secrets) {
    return secrets.stream().map(s -> s.kind() + " " + s.line() + " " + s.hint()).toList();
  }

  private static String letters(int count) {
    return LETTERS.substring(0, count);
  }

  private static Key key(String algorithm, int size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String label, Key key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()),
            label);
  }
}
