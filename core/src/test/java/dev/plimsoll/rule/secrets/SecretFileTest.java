package dev.plimsoll.rule.secrets;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.secret.SecretKind;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretFileTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final PackageName TEST_KEYS = new PackageName(Ecosystem.DPKG, "test-keys");
  private final SecretFile rule = new SecretFile();

  @Test
  void findsAKeyThatIsThereAndSaysHowToGiveIt() {
    Finding finding = only(copied().secret(SecretKind.PRIVATE_KEY, "/app/tls.key", 0));

    assertThat(finding.evidence()).extracting(Evidence::subject).containsExactly("/app/tls.key");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().origin()).isEqualTo(Origin.OWN);
    assertThat(finding.fix())
        .isEqualTo(
            "replace the secret by a new one, everybody who pulled the image may have it; then name"
                + " **/tls.key in .dockerignore and mount it into the workload from a Secret at"
                + " /app/tls.key");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("private key: /app/tls.key", "none"));
  }

  @Test
  void findsWhatALaterLayerDeletes() {
    Finding finding = only(copied().secret(SecretKind.NPM_CREDENTIALS, "/app/.npmrc", 3));

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "npm credentials, still in layer 2 though layer 3 hides it: /app/.npmrc", "none"));
    assertThat(finding.fix())
        .endsWith("mount it into the RUN that needs it: --mount=type=secret,target=/app/.npmrc");
  }

  @Test
  void tellsLayersKindsAndFatesApart() {
    List<Finding> findings =
        rule.measure(
            copied()
                .secret(SecretKind.ENV_FILE, "/app/.env.production", 0)
                .secret(SecretKind.ENV_FILE, "/app/.env", 0)
                .secret(SecretKind.ENV_FILE, "/app/.env.local", 3)
                .secret(SecretKind.NETRC, "/root/.netrc", 0)
                .layer(1, "RUN make")
                .secret(SecretKind.NETRC, "/root/.netrc", 0)
                .facts());

    assertThat(findings)
        .extracting(f -> f.evidence().stream().map(Evidence::subject).toList())
        .containsExactly(
            List.of("/app/.env", "/app/.env.production"),
            List.of("/app/.env.local"),
            List.of("/root/.netrc"),
            List.of("/root/.netrc"));
    assertThat(findings.getFirst().fix()).endsWith("by a Secret (envFrom.secretRef)");
    assertThat(findings.getLast().fix())
        .endsWith("RUN --mount=type=secret,id=.netrc,target=/root/.netrc");
  }

  @Test
  void blamesTheBaseForItsOwn() {
    FactsBuilder base =
        image()
            .layer(30, "ADD file:abc /")
            .secret(SecretKind.GITHUB_TOKEN, "/root/token", 0)
            .base(BaseImage.Evidence.LAYERS, 1, "python:3.11");

    assertThat(only(base).fix())
        .endsWith("take a base without /root/token, deleting it in a later layer does not help");
  }

  @Test
  void onlyAdvisesOnWhatAPackageOfTheSystemBrings() {
    FactsBuilder delivered =
        copied()
            .installed("test-keys", List.of())
            .secret(SecretKind.PRIVATE_KEY, "/etc/keys/test.key", 0, TEST_KEYS);

    Finding finding = only(delivered);

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.what()).isEqualTo("private key, known to all who have test-keys");
    assertThat(finding.fix()).contains("a key of its own");
  }

  @Test
  void isNotMisledByAFileThatALaterLayerWritesOverAPackages() {
    FactsBuilder overwritten =
        copied()
            .installed("test-keys", List.of())
            .layer(1, "COPY . .")
            .secret(SecretKind.PRIVATE_KEY, "/etc/keys/test.key", 0, TEST_KEYS);

    assertThat(only(overwritten).severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void isNotMisledByTheApplicationBeingAPackage() {
    PackageName application = new PackageName(Ecosystem.NPM, "shop");
    FactsBuilder owned =
        copied()
            .installed(dev.plimsoll.packages.PackageRecord.of(Ecosystem.NPM, "shop", "1.0.0"))
            .secret(SecretKind.ENV_FILE, "/app/.env", 0, application);

    assertThat(only(owned).severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void allowsPathsAndDirectories() {
    Finding finding =
        only(
            copied()
                .secret(SecretKind.PRIVATE_KEY, "/app/testdata/key.pem", 0)
                .secret(SecretKind.PRIVATE_KEY, "/app/tls.key", 0));

    assertThat(rule.judge(finding, allowing("/app/testdata/"), ANY))
        .isEqualTo(new Beyond("private key: /app/tls.key", "none"));
    assertThat(rule.judge(finding, allowing("/app/testdata/", "/app/tls.key"), ANY))
        .isEqualTo(new Within());
    assertThat(rule.judge(finding, allowing("/app/testdata", "/app/tls"), ANY))
        .isEqualTo(new Beyond("private key: /app/testdata/key.pem, /app/tls.key", "none"));
  }

  @Test
  void findsNothingWhereThereIsNone() {
    assertThat(rule.measure(copied().debian().facts())).isEmpty();
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static SecretFile.Parameters allowing(String... paths) {
    return new SecretFile.Parameters(List.of(paths));
  }

  private static FactsBuilder copied() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11")
        .layer(30, "ADD file:abc /")
        .layer(1, "COPY . .");
  }
}
