package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.admission.JudgedKinds;
import dev.plimsoll.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kinds that are to be judged and that the API server never asks about, since the webhook's
/// configuration has no rule for them.
final class Unasked {
  private static final Logger LOG = LoggerFactory.getLogger(Unasked.class);
  private static final String ANY = "*";

  private final List<WorkloadKind> kinds;
  private List<String> said = List.of();

  Unasked(JudgedKinds kinds) {
    this.kinds = kinds.all();
  }

  /// Says in the log which kinds `configuration` leaves out, each time they are others.
  synchronized void lookAt(ValidatingWebhookConfiguration configuration) {
    List<String> missing = in(configuration);
    if (!missing.isEmpty() && !missing.equals(said)) {
      LOG.atWarn()
          .addKeyValue("configuration", configuration.getMetadata().getName())
          .addKeyValue("kinds", missing)
          .log("Webhook configuration has no rule for kinds that are to be judged; add one");
    }
    said = missing;
  }

  /// The kinds that no webhook of `configuration` has a rule for.
  List<String> in(ValidatingWebhookConfiguration configuration) {
    return kinds.stream()
        .filter(
            kind ->
                configuration.getWebhooks().stream()
                    .map(ValidatingWebhook::getRules)
                    .flatMap(List::stream)
                    .noneMatch(rule -> asksAbout(kind, rule)))
        .map(WorkloadKind::fullName)
        .toList();
  }

  private static boolean asksAbout(WorkloadKind kind, RuleWithOperations rule) {
    return has(rule.getApiGroups(), kind.group()) && has(rule.getResources(), kind.resource());
  }

  private static boolean has(List<String> names, String name) {
    return names.contains(ANY) || names.contains(name);
  }
}
