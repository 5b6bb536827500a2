package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: p}
      spec:
        whenUndetermined: {scanPending: Deny, unreachable: Warn}
        rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec: {template: {spec: {containers: [{name: app, image: "reg.dev.example/shop/web:1.5"}]}}}
      """;
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec: {containers: [{name: app, image: "reg.dev.example/shop/web:1.5"}]}
      """;
  private static ScriptedRegistry registry;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    registry = Shop.open();
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  private Outcome check(String manifest, String... options) {
    return run(manifest, "check -f deploy/ -p policies/".split(" "), options);
  }

  private Outcome run(String manifest, String[] command, String... options) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(options));
    return new Trial(registry, directory)
        .file("policies/p.yaml", POLICY)
        .file("deploy/web.yaml", manifest)
        .run(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {DEPLOYMENT, POD})
  void refusesNothingForFilesThatWereLeftOutOnRequest(String manifest) {
    Outcome outcome = check(manifest, "--depth", "config", "--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains("shop/web is admitted as far as it was judged\nNot judged\n  compiler (policy p,")
        .contains("ask for them with --depth files");
    assertThat(check(manifest, "--insecure-registry", Trial.REGISTRY).out())
        .contains("shop/web is admitted\n");
  }

  @Test
  void findsAtDepthConfigWhatTheConfigTells() {
    Outcome outcome =
        check(
            DEPLOYMENT.replace("1.5", "1.4"),
            "--depth",
            "config",
            "--insecure-registry",
            Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).contains("breaks root-user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5,0", "1.4,1"})
  void endsTheHookForPreCommitAsAdmissionWould(String tagAndExit) throws Exception {
    String[] wanted = tagAndExit.split(",");
    String hook = Files.readString(Path.of("../examples/ci/pre-commit.yaml"));
    Matcher entry = Pattern.compile("entry: plimsoll (.*)").matcher(hook);
    assertThat(entry.find()).isTrue();

    Outcome outcome =
        run(
            DEPLOYMENT.replace("1.5", wanted[0]),
            entry.group(1).split(" "),
            "--insecure-registry",
            Trial.REGISTRY);

    assertThat(outcome.exit()).as(outcome.out()).isEqualTo(Integer.parseInt(wanted[1]));
  }

  private static final String ROLLOUT =
      DEPLOYMENT
          .replace("apps/v1", "argoproj.io/v1alpha1")
          .replace("kind: Deployment", "kind: Rollout");

  @Test
  void judgesWhatMakesPodsAsThePodsItMakes() {
    Outcome outcome = check(ROLLOUT.replace("1.5", "1.4"), "--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("Rollout shop/web is refused: image reg.dev.example/shop/web:1.4")
        .contains("note: deploy/web.yaml:1: Rollout is no kind that admission is asked about");
    assertThat(check(ROLLOUT, "--insecure-registry", Trial.REGISTRY).exit()).isZero();
  }

  private static final String FURTHER =
      "--extra-workload=Rollout=rollouts.argoproj.io/spec.template";

  @Test
  void hasNothingToRemarkOnAKindThatTheOperatorIsToldOfToo() {
    Outcome outcome =
        check(ROLLOUT.replace("1.5", "1.4"), FURTHER, "--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("Rollout shop/web is refused: image reg.dev.example/shop/web:1.4")
        .doesNotContain("no kind that admission is asked about");
  }

  @Test
  void findsThePodTemplateOfAFurtherKindWhereverItIs() {
    String manifest =
        """
        apiVersion: shop.example.com/v2
        kind: Convoy
        metadata: {name: web, namespace: shop}
        spec:
          ships:
            pods: {spec: {containers: [{name: app, image: "reg.dev.example/shop/web:1.4"}]}}
        """;
    String further =
        "Rollout=rollouts.argoproj.io/spec.template,Convoy=convoys.shop.example.com/spec.ships.pods";

    assertThat(check(manifest, "--insecure-registry", Trial.REGISTRY).out())
        .contains("nothing in it runs containers");
    Outcome outcome =
        check(manifest, "--extra-workload", further, "--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("Convoy shop/web is refused: image reg.dev.example/shop/web:1.4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rollout=spec.template;'Rollout=spec.template' names no kind; write KIND=RESOURCE.GROUP/",
        "Deployment=deployments.apps/spec.template;deployments.apps is judged already; leave it out"
      })
  void saysWhatIsWrongWithAFurtherKind(String further) {
    Outcome outcome = check(ROLLOUT, "--extra-workload", further.split(";")[0]);

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("--extra-workload: " + further.split(";")[1]);
  }

  @Test
  void findsNothingWrongWithManifestsThatRunNothing() {
    Outcome outcome = check("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("note: deploy/: nothing in it runs containers");
    assertThat(check("# nothing yet\n").exit()).isEqualTo(64);
  }

  @Test
  void saysInFullWhyAnImageWasNotJudgedAndWhatToDoAboutIt() {
    Outcome outcome = check(DEPLOYMENT);

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("is admitted as far as it was judged")
        .contains("is at 127.0.0.1, an address inside")
        .contains("give --insecure-registry " + Trial.REGISTRY)
        .contains("--internal-registry " + Trial.REGISTRY)
        .doesNotContain("configure " + Trial.REGISTRY);
  }
}
