package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `config/webhook` and the code together.
class WebhookManifestTest {
  private static final Path MANIFEST = Path.of("../config/webhook/validating-webhook.yaml");

  @Test
  void asksAboutTheKindsThatAreJudgedAndNoOthers() throws IOException {
    assertThat(resources("CREATE"))
        .isEqualTo(WorkloadKind.ALL.stream().map(WebhookManifestTest::name).collect(toSet()));
    assertThat(resources("UPDATE"))
        .isEqualTo(
            Stream.concat(
                    WorkloadKind.ALL.stream().map(WebhookManifestTest::name),
                    Stream.of("/pods/" + Workloads.EPHEMERAL_CONTAINERS))
                .collect(toSet()));
    assertThat(webhook().getRules().stream().flatMap(rule -> rule.getOperations().stream()))
        .containsOnly("CREATE", "UPDATE");
  }

  @Test
  void callsThePathThatIsServed() throws IOException {
    assertThat(webhook().getClientConfig().getService().getPath())
        .isEqualTo(AdmissionResource.class.getAnnotation(jakarta.ws.rs.Path.class).value());
  }

  @Test
  void neverStandsInTheWayOfTheClusterItself() throws IOException {
    assertThat(webhook().getFailurePolicy()).isEqualTo("Ignore");
    assertThat(webhook().getNamespaceSelector().getMatchExpressions())
        .singleElement()
        .satisfies(
            expression -> {
              assertThat(expression.getOperator()).isEqualTo("NotIn");
              assertThat(expression.getValues()).contains("kube-system", "plimsoll-system");
            });
  }

  private static Set<String> resources(String operation) throws IOException {
    return webhook().getRules().stream()
        .filter(rule -> rule.getOperations().contains(operation))
        .flatMap(WebhookManifestTest::names)
        .collect(toSet());
  }

  private static Stream<String> names(RuleWithOperations rule) {
    return rule.getApiGroups().stream()
        .flatMap(group -> rule.getResources().stream().map(resource -> group + "/" + resource));
  }

  private static String name(WorkloadKind kind) {
    return kind.group() + "/" + kind.resource();
  }

  private static ValidatingWebhook webhook() throws IOException {
    List<ValidatingWebhook> webhooks =
        Serialization.unmarshal(Files.readString(MANIFEST), ValidatingWebhookConfiguration.class)
            .getWebhooks();
    assertThat(webhooks).hasSize(1);
    return webhooks.getFirst();
  }
}
