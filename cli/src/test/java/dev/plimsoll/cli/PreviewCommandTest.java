package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.plimsoll.cli.Trial.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What would come of the policies, were all of them enforced.
class PreviewCommandTest extends PreviewedShop {
  @Test
  void saysWhatEnforceWouldRefuseByTheReportsAndAsksNoRegistry() {
    cluster
        .with(AUDIT)
        .running("shop", "web", "shop/web:1.4")
        .running("shop", "good", "shop/web:1.5")
        .running("bank", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 2)
        .reported("shop/web:1.5", 1);
    int before = registry.requests().size();

    Outcome outcome = preview();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith("If every policy enforced, admission would refuse 1 of 3 workloads.\n")
        .contains("shop/load-line  Audit              2           1           0           0")
        .contains("refused for root-user 1")
        .contains("deployments.apps/web -n shop:\nDeployment shop/web is refused: ")
        .contains("Warning: reg.dev.example/shop/web:1.4: compiler")
        .contains("2 workloads would be admitted; --all lists them.")
        .contains("alreadyRunning is Tolerate in shop/load-line");
    assertThat(registry.requests()).hasSize(before);
  }

  @Test
  void listsWhatWouldBeAdmittedWhereThatIsAskedFor() {
    cluster.with(AUDIT).running("shop", "good", "shop/web:1.5").reported("shop/web:1.5", 1);

    Outcome outcome = preview("--all");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Deployment shop/good is admitted");
  }

  @Test
  void readsFromTheRegistryWhatNoReportTells() {
    cluster.with(AUDIT).running("shop", "web", "shop/web:1.4");

    Outcome alone = preview("--no-registry");
    assertThat(alone.exit()).isEqualTo(2);
    assertThat(alone.out())
        .startsWith(
            "If every policy enforced, admission would refuse 0 of 1 workload; 1 could not be")
        .contains("nothing is known here of");

    assertThat(preview("--insecure-registry", Trial.REGISTRY).exit()).isEqualTo(1);
    assertThat(preview("--no-registry").exit()).as("from the cache").isEqualTo(1);
  }

  @Test
  void readsImagesSideBySide() throws IOException {
    cluster.with(AUDIT);
    List.of("a", "b", "c", "d").forEach(name -> cluster.running("shop", name, "shop/web:1.4"));
    cluster.running("shop", "e", "shop/web:1.5");

    JsonNode report = json("--insecure-registry", Trial.REGISTRY);

    assertThat(report.at("/workloads").findValuesAsText("title"))
        .containsExactly(
            "Deployment shop/a",
            "Deployment shop/b",
            "Deployment shop/c",
            "Deployment shop/d",
            "Deployment shop/e");
    String layer = Shop.image("shop/web:1.4").layers().getFirst().toString();
    assertThat(registry.requests("GET", layer)).as("one image is read once").hasSize(1);
  }

  @Test
  void writesJsonAsTheSchemaHasItAndAPage() throws IOException {
    cluster
        .with(AUDIT)
        .running("shop", "web", "shop/web:1.4")
        .running("shop", "good", "shop/web:1.5")
        .reported("shop/web:1.4", 1)
        .reported("shop/web:1.5", 1);
    JsonNode report = json();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                new JsonMapper()
                    .readTree(Path.of("../docs/schema/report-v1.schema.json").toFile()));

    assertThat(schema.validate(report)).isEmpty();
    assertThat(report.at("/policies/0/name").asText()).isEqualTo("shop/load-line");
    assertThat(report.at("/policies/0/refusedByRule/root-user").asInt()).isEqualTo(1);
    assertThat(report.at("/workloads").findValuesAsText("title"))
        .containsExactly("Deployment shop/good", "Deployment shop/web");
    assertThat(report.at("/workloads/1/admitted").asBoolean()).isFalse();
    assertThat(report.at("/workloads/1/place/file").asText())
        .isEqualTo("deployments.apps/web -n shop");

    assertThat(preview("-o", "html").out())
        .contains("<h1>If every policy enforced, admission would refuse 1 of 2 workloads.</h1>")
        .contains("<td>shop/load-line (tolerates what runs)</td><td>Audit</td>")
        .contains("root-user 1");
  }
}
