package dev.plimsoll.cli.cluster;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ExemptionTerms;
import dev.plimsoll.api.v1alpha1.Honouring;
import dev.plimsoll.api.v1alpha1.ObjectSelector;
import dev.plimsoll.cli.judging.Rulebook;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The policies of a cluster with the exemptions that they honour and the baselines that they
/// tolerate, applied as the operator applies them.
///
/// `namespaces` are the labels of those that are known; `unread` are the resources whose policies
/// could not be read, so that nobody can tell what they say; `baselines` is null where they may
/// not be seen.
public record ClusterRulebook(
    List<ClusterPolicy> policies,
    List<ClusterExemption> exemptions,
    Map<String, Map<String, String>> namespaces,
    @Nullable ClusterBaselines baselines,
    Webhook webhook,
    List<String> unread)
    implements Rulebook {
  public ClusterRulebook {
    policies =
        policies.stream()
            .sorted(
                Comparator.comparingInt(
                        (ClusterPolicy policy) -> policy.namespace().isEmpty() ? 0 : 1)
                    .thenComparing(ClusterPolicy::name))
            .toList();
    exemptions =
        exemptions.stream()
            .sorted(Comparator.comparing(exemption -> exemption.exemption().name()))
            .toList();
    namespaces = Map.copyOf(namespaces);
    unread = List.copyOf(unread);
  }

  /// The webhook: of which namespaces it is asked, and the operator's namespace.
  public record Webhook(ObjectSelector namespaces, String operators) {
    /// As it is where nobody changed it.
    static Webhook asInstalled(String operators) {
      return new Webhook(
          new ObjectSelector(
              Map.of(),
              List.of(
                  new ObjectSelector.Requirement(
                      "kubernetes.io/metadata.name",
                      ObjectSelector.Operator.NOT_IN,
                      List.of("kube-system", operators)))),
          operators);
    }
  }

  @Override
  public List<Policy> policiesFor(
      @Nullable String namespace, Map<String, String> podLabels, Reference image) {
    String here = namespace == null ? "" : namespace;
    if (!isJudged(here)) {
      return List.of();
    }
    return policies.stream()
        .filter(policy -> policy.namespace().isEmpty() || policy.namespace().equals(here))
        .filter(policy -> policy.covers(podLabels, image))
        .flatMap(
            policy ->
                applied(policy, here, podLabels, image)
                    .map(applied -> sparing(policy, here, applied))
                    .stream())
        .toList();
  }

  /// Whether admission is asked about this namespace at all.
  public boolean isJudged(String namespace) {
    return webhook.namespaces().selects(labelsOf(namespace));
  }

  @Override
  public Placement placementOf(@Nullable String namespace, Map<String, String> podLabels) {
    return new Placement(
        namespace,
        namespace == null ? null : namespaces.get(namespace),
        Map.of("labels", podLabels));
  }

  /// The bases that policies want to be told by their layers.
  public List<String> knownBases() {
    return policies.stream()
        .flatMap(policy -> policy.policy().knownBases().stream())
        .distinct()
        .toList();
  }

  /// What admission knows and this does not.
  public List<String> lacking() {
    List<String> lacking = new ArrayList<>();
    if (baselines == null) {
      lacking.add(
          "what policies tolerate since it ran before (Baselines): all is judged as if new");
    }
    lacking.add(
        "kinds of workloads that only the operator's configuration names: their Pods are judged");
    if (policies.stream().anyMatch(policy -> policy.policy().asksForReports())) {
      lacking.add("vulnerability reports: what rules need them for is not judged");
    }
    return lacking;
  }

  private Policy sparing(ClusterPolicy of, String namespace, Policy policy) {
    return baselines == null ? policy : baselines.spare(of, namespace, policy);
  }

  private Optional<Policy> applied(
      ClusterPolicy of, String namespace, Map<String, String> podLabels, Reference image) {
    List<ClusterExemption> about =
        exemptions.stream().filter(one -> one.isAbout(podLabels, image)).toList();
    if (!(of.spec() instanceof ClusterImagePolicySpec spec)) {
      return Optional.of(
          of.policy()
              .under(
                  about.stream()
                      .filter(one -> one.namespace().equals(namespace))
                      .map(ClusterExemption::exemption)
                      .toList()));
    }
    if (spec.namespaceSelector() != null && !namespaces.containsKey(namespace)) {
      return Optional.of(of.policy().inDoubt(noLabels(namespace)));
    }
    if (!spec.selectsNamespace(labelsOf(namespace))) {
      return Optional.empty();
    }
    return Optional.of(
        of.policy()
            .under(
                about.stream()
                    .filter(one -> one.reaches(namespace, labelsOf(namespace)))
                    .flatMap(one -> honoured(spec.exemptions(), one))
                    .toList()));
  }

  private Stream<Exemption> honoured(ExemptionTerms terms, ClusterExemption one) {
    Honouring.Origin origin =
        new Honouring.Origin(
            one.namespace(),
            terms.namespaceSelector() == null ? null : namespaces.get(one.namespace()),
            one.namespace().equals(webhook.operators()));
    return switch (Honouring.under(terms, one.exemption(), one.created(), origin)) {
      case Honouring.Honoured(Exemption exemption) -> Stream.of(exemption);
      case Honouring.Refused _ -> Stream.empty();
    };
  }

  /// Every namespace has its name for a label, whatever else is known of it.
  private Map<String, String> labelsOf(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of("kubernetes.io/metadata.name", namespace));
  }

  private static Unknown noLabels(String namespace) {
    return new Unknown(
        Cause.UNREACHABLE,
        "which labels namespace %s has is not known: you may not read it".formatted(namespace));
  }
}
