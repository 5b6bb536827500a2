package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The webhook of `config/webhook` as the cluster has it, pointing to an operator outside the
/// cluster.
final class WebhookRegistration {
  static final String NAME = "plimsoll";
  private static final String SERVICE = "plimsoll-webhook";
  private static final Path MANIFEST =
      SourceTree.root().resolve("config/webhook/validating-webhook.yaml");

  private final KubernetesClient client;

  WebhookRegistration(KubernetesClient client) {
    this.client = client;
  }

  /// Registers the webhook by a Service with the operator as its one endpoint, or by URL where
  /// `serviceAddress` is empty.
  void register(InstallationSettings settings, Optional<String> serviceAddress, int port) {
    ValidatingWebhookConfiguration configuration = read();
    for (ValidatingWebhook webhook : configuration.getWebhooks()) {
      webhook.setFailurePolicy(settings.failurePolicy());
      webhook.setTimeoutSeconds((int) settings.timeout().toSeconds());
      if (serviceAddress.isEmpty()) {
        webhook.setClientConfig(new WebhookClientConfigBuilder().withUrl(url(port)).build());
      }
    }
    serviceAddress.ifPresent(address -> publish(address, port));
    client.resource(configuration).forceConflicts().fieldManager("install").serverSideApply();
  }

  /// The certificate authority that the API server expects of the operator, once the operator
  /// has put it there.
  boolean isTrusted() {
    ValidatingWebhookConfiguration configuration = configuration();
    return configuration != null
        && configuration.getWebhooks().stream()
            .allMatch(
                w ->
                    w.getClientConfig().getCaBundle() != null
                        && !w.getClientConfig().getCaBundle().isEmpty());
  }

  void setFailurePolicy(String policy) {
    edit(w -> w.setFailurePolicy(policy));
  }

  void setTimeout(Duration longest) {
    edit(w -> w.setTimeoutSeconds((int) longest.toSeconds()));
  }

  private void edit(Consumer<ValidatingWebhook> change) {
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(NAME)
        .edit(
            configuration -> {
              configuration.getWebhooks().forEach(change);
              return configuration;
            });
  }

  void remove() {
    client.admissionRegistration().v1().validatingWebhookConfigurations().withName(NAME).delete();
  }

  static String url(int port) {
    return "https://127.0.0.1:" + port + "/validate";
  }

  private @Nullable ValidatingWebhookConfiguration configuration() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(NAME)
        .get();
  }

  private void publish(String address, int port) {
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(SERVICE)
                .withNamespace(Installation.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("webhook")
                .withPort(443)
                .withNewTargetPort(port)
                .endPort()
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
    endpoint(client, address, port);
  }

  /// Makes this machine the one endpoint of the webhook's Service.
  static void endpoint(KubernetesClient client, String address, int port) {
    endpoint(client, SERVICE + "-outside", address, port, true);
    endpoints(client, address, port);
  }

  /// API servers of the oldest releases find a webhook's Service by these, not by slices.
  private static void endpoints(KubernetesClient client, String address, int port) {
    client
        .resource(
            new EndpointsBuilder()
                .withNewMetadata()
                .withName(SERVICE)
                .withNamespace(Installation.NAMESPACE)
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp(address)
                .endAddress()
                .addNewPort()
                .withName("webhook")
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .endSubset()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /// Makes a port of this machine one of the endpoints of the webhook's Service, in a slice of that
  /// name.
  static void endpoint(
      KubernetesClient client, String slice, String address, int port, boolean ready) {
    client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(slice)
                .withNamespace(Installation.NAMESPACE)
                .addToLabels("kubernetes.io/service-name", SERVICE)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("webhook")
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static ValidatingWebhookConfiguration read() {
    try {
      return Serialization.unmarshal(
          Files.readString(MANIFEST), ValidatingWebhookConfiguration.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
