package dev.plimsoll.operator.policyreport;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.stream.Stream;

/// A form that reports may have, the one that is preferred first. What is written is the same in
/// both.
enum Format {
  OPEN_REPORTS("openreports.io", "v1alpha1", "Report", "reports"),
  POLICY_REPORTS("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  Format(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  /// The one that the cluster has a definition of.
  static Optional<Format> in(KubernetesClient client) {
    return Stream.of(values())
        .filter(format -> client.supports(format.apiVersion(), format.kind))
        .findFirst();
  }

  String apiVersion() {
    return group + "/" + version;
  }

  String kind() {
    return kind;
  }

  /// The name of its definition, for people.
  String definition() {
    return plural + "." + group;
  }

  ResourceDefinitionContext resources() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
