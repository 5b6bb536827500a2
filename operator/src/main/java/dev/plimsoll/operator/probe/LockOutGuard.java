package dev.plimsoll.operator.probe;

import dev.plimsoll.api.v1alpha1.ObjectSelector;
import dev.plimsoll.api.v1alpha1.ObjectSelector.Operator;
import dev.plimsoll.api.v1alpha1.ObjectSelector.Requirement;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.namespace.Namespaces;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the webhook's configuration could lock the cluster out of itself: `failurePolicy: Fail`
/// over kube-system or over the operator's own namespace.
///
/// Without the operator neither could start its Pods, the operator's own among them. So nothing is
/// enforced under such a configuration. To end the process would bring about just what is feared.
@Singleton
public final class LockOutGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LockOutGuard.class);
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final List<String> needed;
  private final Namespaces namespaces;
  private volatile @Nullable String reason;

  LockOutGuard(Namespaces namespaces, OperatorConfig config) {
    this.namespaces = namespaces;
    this.needed = List.of("kube-system", config.namespace());
  }

  /// Why nothing may be enforced; nothing where all is well.
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /// Takes note of the configuration as it is now.
  public void lookAt(ValidatingWebhookConfiguration present) {
    String found = danger(present).orElse(null);
    if (found != null && !found.equals(reason)) {
      LOG.atError()
          .addKeyValue("why", found)
          .log("Nothing is enforced: the webhook's configuration could lock the cluster out");
    } else if (found == null && reason != null) {
      LOG.info("Policies are enforced again: the webhook's configuration locks nobody out");
    }
    reason = found;
  }

  private Optional<String> danger(ValidatingWebhookConfiguration present) {
    return present.getWebhooks().stream()
        .filter(webhook -> "Fail".equals(webhook.getFailurePolicy()))
        .flatMap(webhook -> needed.stream().filter(namespace -> covers(webhook, namespace)))
        .findFirst()
        .map(
            namespace ->
                "failurePolicy is Fail and the webhook's namespaceSelector does not exclude %s"
                    .formatted(namespace));
  }

  private boolean covers(ValidatingWebhook webhook, String namespace) {
    Map<String, String> labels =
        namespaces.labelsOf(namespace).orElse(Map.of(NAME_LABEL, namespace));
    return selector(webhook.getNamespaceSelector()).selects(labels);
  }

  private static ObjectSelector selector(@Nullable LabelSelector selector) {
    if (selector == null) {
      return new ObjectSelector(Map.of(), List.of());
    }
    List<LabelSelectorRequirement> expressions = selector.getMatchExpressions();
    return new ObjectSelector(
        selector.getMatchLabels(),
        Stream.ofNullable(expressions)
            .flatMap(List::stream)
            .map(each -> new Requirement(each.getKey(), operator(each), each.getValues()))
            .toList());
  }

  private static Operator operator(LabelSelectorRequirement requirement) {
    return switch (requirement.getOperator()) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      default -> Operator.DOES_NOT_EXIST; // the API server lets no other through
    };
  }
}
