package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
  private static final String WEB = "shop/web:1.4";
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec: {enforcement: Warn, rules: {user: {rootUser: {}}}}
      """;

  @TempDir private Path directory;
  private ScriptedRegistry registry;
  private TestCluster cluster;

  @BeforeEach
  void open() {
    registry = Shop.open();
    cluster =
        new TestCluster(registry, directory)
            .with(POLICY)
            .running("shop", "web", WEB)
            .running("bank", "web", WEB)
            .reported(WEB, 2);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Outcome report(String... options) {
    List<String> line = new ArrayList<>(List.of("report", "--no-registry"));
    line.addAll(List.of(options));
    return new Trial(registry, directory).cluster(cluster).run(line.toArray(String[]::new));
  }

  /// A scan of the same image from the registry, without what names it.
  private String scanned() {
    String out =
        new Trial(registry, directory).run("scan", "--no-cache", Trial.REGISTRY + "/" + WEB).out();
    return out.substring(out.indexOf('\n'));
  }

  @Test
  void tellsOfAnImageWhatAScanTells() {
    String digest = Shop.image(WEB).digest().toString();
    String scanned = scanned();

    for (String subject :
        List.of(digest, "reg.dev.example/" + WEB, "reg.dev.example/shop/web@" + digest)) {
      Outcome outcome = report(subject);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.out()).startsWith("reg.dev.example/shop/web").endsWith(scanned);
    }
  }

  @Test
  void findsTheImagesOfARepository() {
    assertThat(report("reg.dev.example/shop/web").out())
        .contains("reg.dev.example/shop/web@sha256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment/web", "deploy/web", "deployments.apps/web", "Deployment/web"})
  void judgesAWorkloadByThePoliciesOfTheClusterAsTheyAre(String name) {
    Outcome outcome = report(name, "-n", "shop");

    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("1 violation, 0 of them enforced, under policy shop/load-line")
        .contains("Warn root-user");
    assertThat(report(name, "--fail-on", "warn").exit()).isEqualTo(1);
  }

  @Test
  void refusesByARuleOnceWhatRanIsRecordedForIt() {
    String enforcing = POLICY.replace("Warn", "Enforce");
    cluster.with(enforcing.replace("load-line", "careful"));

    assertThat(report("deploy/web", "-n", "shop").out()).contains("Warn root-user");
    assertThat(report("deploy/web", "-n", "shop").exit()).isZero();

    cluster.with(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: Baseline
        metadata: {name: imagepolicy-careful, namespace: shop}
        spec:
          policy: {kind: ImagePolicy, name: careful}
          rules: [{rule: root-user, taken: "2026-01-01T00:00:00Z"}]
          count: 0
        """);

    assertThat(report("deploy/web", "-n", "shop").exit()).isEqualTo(1);
  }

  @Test
  void refusesByAPolicyThatToleratesNothingAtOnce() {
    cluster.with(
        POLICY.replace("load-line", "strict").replace("Warn", "Enforce, alreadyRunning: Refuse"));

    assertThat(report("deploy/web", "-n", "shop").exit()).isEqualTo(1);
  }

  @Test
  void writesTheFormatsOfAScan() {
    assertThat(report(Shop.image(WEB).digest().toString(), "-o", "json").out())
        .contains("\"schemaVersion\" : 1", "\"rule\" : \"root-user\"");
    assertThat(report("deploy/web", "-o", "html").out()).contains("<!doctype html>", "root-user");
    assertThat(report(Shop.image(WEB).digest().toString(), "-o", "html").out())
        .contains("By package and kind of file", "[\"package gcc-12\",10485760,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reg.dev.example/shop/web:9", "reg.dev.example/nobody/there"})
  void saysThatNothingIsKnown(String subject) {
    Outcome outcome = report(subject);

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no ImageReport tells of " + subject).hasLineCount(1);
  }

  @Test
  void saysWhatIsNamedWrongly() {
    assertThat(report("deploy/none", "-n", "shop").err())
        .contains("there is no Deployment none in namespace shop");
    assertThat(report("sha256:12").exit()).isEqualTo(64);
    assertThat(report("upper/Case").exit()).isEqualTo(64);
  }
}
