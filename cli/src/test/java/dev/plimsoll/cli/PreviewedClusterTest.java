package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a preview asks of the cluster, and what becomes of what that does not tell.
class PreviewedClusterTest extends PreviewedShop {
  @Test
  void asksForOneNamespaceAloneWithTheContextThatIsNamed() {
    preview("-n", "shop", "--context", "there", "--kubeconfig", "/some/file");

    assertThat(cluster.asked())
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("get ")
                    .contains("--context=there", "--kubeconfig=/some/file", "-o=json"));
    assertThat(cluster.asked())
        .anyMatch(line -> line.startsWith("get pods,") && line.contains("-n=shop"));
    assertThat(cluster.asked())
        .noneMatch(line -> line.startsWith("get pods,") && line.contains("--all"));
    assertThat(preview("-n", "No Such").exit()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: the server doesn't have a resource type \"imagepolicies\" | 64 | Plimsoll is not installed there",
        "Error from server (Forbidden): imagepolicies.plimsoll.dev is forbidden: User \"jane\" | 64 | you may not list imagepolicies.plimsoll.dev there",
        "Unable to connect to the server: dial tcp: lookup api: no such host | 2 | kubectl cannot reach the cluster",
        "error: context \"there\" does not exist | 64 | context \"there\" does not exist"
      })
  void saysInOneSentenceWhyTheClusterTellsNothing(String said, int exit, String sentence) {
    cluster.failing("ImagePolicy", said);

    Outcome outcome = preview();

    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("plimsoll: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void saysThatKubectlIsMissing() {
    Outcome outcome = trial().run("preview");

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("there is no kubectl on the PATH").hasLineCount(1);
  }

  @Test
  void takesNoCutOffListForAWholeOne() {
    cluster.with(AUDIT).writing("Deployment", "{\"items\": [{\"kind\": \"Pod\"}, ");

    Outcome outcome = preview();

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("wrote what is no JSON").hasLineCount(1);
  }

  @Test
  void doesWithoutReportsAndPoliciesThatItMayNotSee() {
    cluster
        .with(AUDIT)
        .failing("ImageReport", "Error from server (Forbidden): imagereports is forbidden")
        .failing("ClusterImagePolicy", "Error from server (Forbidden): is forbidden")
        .running("shop", "web", "shop/web:1.4");

    Outcome outcome = preview("--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("note: imagereports.plimsoll.dev are left out: you may not list")
        .contains("note: clusterimagepolicies.plimsoll.dev are left out");
  }

  @Test
  void doesNotSayThatThereIsNoPolicyWhereItMayNotReadThem() throws IOException {
    cluster
        .failing("ClusterImagePolicy", "Error from server (Forbidden): is forbidden")
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    Outcome outcome = preview();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out())
        .startsWith("The policies in clusterimagepolicies.plimsoll.dev could not be read")
        .contains("No policy could be read.")
        .doesNotContain("There is no policy");
    assertThat(json().at("/unreadPolicies/0").asText())
        .isEqualTo("clusterimagepolicies.plimsoll.dev");
    assertThat(preview("--fail-on", "never").exit()).isZero();
  }

  @Test
  void saysThatItMayNotSeeBaselines() {
    cluster
        .with(AUDIT)
        .failing("Baseline", "Error from server (Forbidden): is forbidden")
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().out())
        .contains("note: baselines.plimsoll.dev are left out")
        .contains("not known here: what policies tolerate since it ran before (Baselines)");
  }

  @Test
  void believesNoReportWhoseNameIsOfAnotherDigest() {
    cluster.with(AUDIT).running("shop", "web", "shop/web:1.4");
    cluster.with(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImageReport
        metadata: {name: sha256-0000}
        spec: {digest: "DIGEST(shop/web:1.4)", facts: AAAA}
        """);

    Outcome outcome = preview("--no-registry");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).contains("note: report sha256-0000 is passed over");
  }
}
