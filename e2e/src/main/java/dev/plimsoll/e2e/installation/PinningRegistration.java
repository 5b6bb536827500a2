package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The mutating webhook of `config/webhook` as the cluster has it, where Pods are pinned; it
/// uses the Service of the other one.
final class PinningRegistration {
  private static final Path MANIFEST =
      SourceTree.root().resolve("config/webhook/mutating-webhook.yaml");

  private final KubernetesClient client;
  private final boolean enabled;

  PinningRegistration(KubernetesClient client, InstallationSettings settings) {
    this.client = client;
    this.enabled = settings.properties().contains("plimsoll.pinning.enabled=true");
  }

  /// Registers the webhook by the Service, or by URL where there is none.
  void register(boolean byService, int port) {
    if (!enabled) {
      return;
    }
    MutatingWebhookConfiguration configuration = read();
    if (!byService) {
      String url = WebhookRegistration.url(port).replace("/validate", "/pin");
      configuration
          .getWebhooks()
          .forEach(w -> w.setClientConfig(new WebhookClientConfigBuilder().withUrl(url).build()));
    }
    client.resource(configuration).forceConflicts().fieldManager("install").serverSideApply();
  }

  /// Whether the operator has put its authority there, or need not.
  boolean isTrusted() {
    return !enabled
        || resource().get().getWebhooks().stream()
            .map(MutatingWebhook::getClientConfig)
            .allMatch(c -> c.getCaBundle() != null && !c.getCaBundle().isEmpty());
  }

  void remove() {
    if (enabled) {
      resource().delete();
    }
  }

  private Resource<MutatingWebhookConfiguration> resource() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookRegistration.NAME);
  }

  private static MutatingWebhookConfiguration read() {
    try {
      return Serialization.unmarshal(
          Files.readString(MANIFEST), MutatingWebhookConfiguration.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
