package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the `caBundle` of the mutating webhook configuration right, and that field alone,
/// where Pods are pinned. A new authority is there within a minute: until then Pods run by
/// their tags.
@Singleton
final class PinningBundle implements ResourceEventHandler<MutatingWebhookConfiguration> {
  private static final Logger LOG = LoggerFactory.getLogger(PinningBundle.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final WebhookCertificate certificate;
  private final String configuration;
  private final boolean enabled;
  private @Nullable SharedIndexInformer<MutatingWebhookConfiguration> informer;

  PinningBundle(
      KubernetesClient client,
      @Identifier("webhook") WebhookCertificate certificate,
      OperatorConfig config) {
    this.client = client;
    this.certificate = certificate;
    this.configuration = config.webhook().configuration();
    this.enabled = config.pinning().enabled();
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      informer =
          client
              .admissionRegistration()
              .v1()
              .mutatingWebhookConfigurations()
              .withName(configuration)
              .runnableInformer(PERIOD.toMillis())
              .exceptionHandler((_, _) -> true);
      informer.addEventHandler(this);
      informer.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (informer != null) {
      informer.stop();
    }
  }

  @Override
  public void onAdd(MutatingWebhookConfiguration present) {
    correct(present);
  }

  @Override
  public void onUpdate(MutatingWebhookConfiguration former, MutatingWebhookConfiguration present) {
    correct(present);
  }

  @Override
  public void onDelete(MutatingWebhookConfiguration former, boolean unknownState) {
    LOG.atWarn()
        .addKeyValue("configuration", configuration)
        .log("Mutating webhook configuration is gone; Pods are pinned no more");
  }

  private void correct(MutatingWebhookConfiguration present) {
    List<String> wrong =
        present.getWebhooks().stream()
            .filter(
                webhook ->
                    !CaBundle.trusted(webhook.getClientConfig())
                        .containsAll(certificate.authorities()))
            .map(MutatingWebhook::getName)
            .toList();
    if (wrong.isEmpty()) {
      return;
    }
    try {
      client
          .resource(onlyBundle(present))
          .fieldManager("plimsoll")
          .forceConflicts()
          .serverSideApply();
      LOG.atInfo()
          .addKeyValue("configuration", configuration)
          .log("Mutating webhook configuration has the certificate authority now");
    } catch (KubernetesClientException e) {
      LOG.atError()
          .addKeyValue("configuration", configuration)
          .setCause(e)
          .log("Mutating webhook configuration cannot be given the certificate authority");
    }
  }

  private MutatingWebhookConfiguration onlyBundle(MutatingWebhookConfiguration present) {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(configuration)
        .endMetadata()
        .withWebhooks(
            present.getWebhooks().stream()
                .map(
                    webhook ->
                        new MutatingWebhookBuilder()
                            .withName(webhook.getName())
                            .withNewClientConfig()
                            .withCaBundle(CaBundle.bundleOf(certificate, webhook.getClientConfig()))
                            .endClientConfig()
                            .build())
                .toList())
        .build();
  }
}
