package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.admission.JudgedKinds;
import dev.plimsoll.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnaskedTest {
  private static final Path MANIFEST = Path.of("../config/webhook/validating-webhook.yaml");
  private static final WorkloadKind ROLLOUT =
      new WorkloadKind("argoproj.io", "rollouts", "Rollout", "spec", "template");

  @Test
  void webhookOfTheManifestsHasARuleForEveryKindOfKubernetes() throws IOException {
    assertThat(new Unasked(JudgedKinds.with(List.of())).in(configuration())).isEmpty();
  }

  @Test
  void namesAFurtherKindUntilThereIsARuleForIt() throws IOException {
    Unasked unasked = new Unasked(JudgedKinds.with(List.of(ROLLOUT)));
    ValidatingWebhookConfiguration configuration = configuration();

    assertThat(unasked.in(configuration)).containsExactly("rollouts.argoproj.io");

    configuration.getWebhooks().getFirst().getRules().getFirst().setApiGroups(List.of("*"));
    configuration.getWebhooks().getFirst().getRules().getFirst().setResources(List.of("rollouts"));
    assertThat(unasked.in(configuration)).doesNotContain("rollouts.argoproj.io");
  }

  private static ValidatingWebhookConfiguration configuration() throws IOException {
    return Serialization.unmarshal(
        Files.readString(MANIFEST), ValidatingWebhookConfiguration.class);
  }
}
