package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which namespaces a policy for the cluster is about, and which exemptions it honours there.
class ClusterPolicyTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final Reference IMAGE = Reference.parse("registry.example.com/team/shop:1");

  private final Map<String, Namespace> onTheServer = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Namespaces namespaces =
      new Namespaces(
          name -> {
            asked.add(name);
            return onTheServer.get(name);
          });
  private final ExemptionIndex exemptions = new ExemptionIndex(namespaces, "plimsoll-system");
  private final PolicyIndex index =
      new PolicyIndex(
          Set.of("kube-system"),
          namespaces,
          exemptions,
          new BaselineIndex(),
          new Metrics(new SimpleMeterRegistry()));

  @Test
  void isAboutEveryNamespaceButThoseLeftOut() {
    index.onAdd(cluster("{profile: Baseline, alreadyRunning: Refuse}"));

    assertThat(applying("shop")).extracting(Policy::name).containsExactly("floor");
    assertThat(applying("kube-system")).isEmpty();
    assertThat(asked).as("no selector, nothing to ask").isEmpty();
  }

  @Test
  void standsBesideThePoliciesOfTheNamespace() {
    index.onAdd(cluster("{profile: Baseline}"));
    index.onAdd(Policies.policy("{profile: Baseline}"));

    assertThat(applying("shop"))
        .extracting(Policy::name)
        .containsExactly("floor", "shop/load-line");
  }

  @Test
  void isAboutTheNamespacesThatItSelects() {
    namespace("shop", Map.of("stage", "production"));
    namespace("play", Map.of("stage", "test"));
    index.onAdd(
        cluster("{profile: Baseline, namespaceSelector: {matchLabels: {stage: production}}}"));

    assertThat(applying("shop")).hasSize(1);
    assertThat(applying("play")).isEmpty();
  }

  @Test
  void asksOnceForANamespaceThatWasMadeASecondAgo() {
    onTheServer.put("shop", labelled("shop", Map.of("stage", "production")));
    index.onAdd(
        cluster("{profile: Baseline, namespaceSelector: {matchLabels: {stage: production}}}"));

    assertThat(applying("shop")).singleElement().matches(policy -> policy.doubt() == null);
    assertThat(applying("shop")).hasSize(1);
    assertThat(asked).containsExactly("shop");
  }

  @Test
  void isInDoubtWhereNobodyCanTellTheNamespacesLabels() {
    index.onAdd(
        cluster("{profile: Baseline, namespaceSelector: {matchLabels: {stage: production}}}"));

    assertThat(applying("shop"))
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.doubt()).isNotNull();
              assertThat(policy.doubt().cause()).isEqualTo(Cause.UNREACHABLE);
              assertThat(policy.doubt().detail()).contains("namespace shop");
            });
  }

  /// From which namespace, under which terms, whether it is honoured in namespace shop.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plimsoll-system | {}                                             | true
          shop            | {}                                             | false
          shop            | {namespaceSelector: {}}                        | true
          shop            | {namespaceSelector: {matchLabels: {a: b}}}     | false
          shop            | {namespaceSelector: {}, maxDays: 10}           | true
          shop            | {namespaceSelector: {}, maxDays: 9}            | false
          shop            | {namespaceSelector: {}, rules: [compiler]}     | true
          shop            | {namespaceSelector: {}, rules: [pull-size]}    | false
          elsewhere       | {namespaceSelector: {}}                        | true
          """)
  void honoursExemptionsUnderItsTerms(String from, String terms, boolean honoured) {
    List.of("shop", "elsewhere", "plimsoll-system").forEach(name -> namespace(name, Map.of()));
    index.onAdd(cluster("{profile: Baseline, exemptions: " + terms + "}"));
    exemptions.onAdd(
        exemption(from, "namespaceSelector: {}, rules: [{rule: compiler}], images: ['**']"));

    assertThat(applying("shop").getFirst().exemptions()).hasSize(honoured ? 1 : 0);
  }

  @Test
  void exemptionReachesOtherNamespacesOnlyWhereItSaysSo() {
    namespace("shop", Map.of());
    index.onAdd(cluster("{profile: Baseline}"));
    exemptions.onAdd(exemption("plimsoll-system", "rules: [{rule: compiler}], images: ['**']"));

    assertThat(applying("shop").getFirst().exemptions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images: ['**']                                                        | true
          images: ['registry.example.com/team/*']                               | true
          images: ['nginx']                                                     | false
          images: ['**'], workloadSelector: {matchLabels: {app: importer}}      | true
          images: ['**'], workloadSelector: {matchLabels: {app: web}}           | false
          """)
  void namespacesPolicyHonoursTheExemptionsOfItsNamespaceForWhatTheySay(
      String what, boolean covers) {
    index.onAdd(Policies.policy("{profile: Baseline}"));
    exemptions.onAdd(exemption("shop", "rules: [{rule: compiler}], " + what));
    exemptions.onAdd(exemption("elsewhere", "rules: [{rule: compiler}], images: ['**']"));

    assertThat(applying("shop").getFirst().exemptions())
        .extracting(Exemption::name)
        .isEqualTo(covers ? List.of("shop/legacy") : List.of());
  }

  @Test
  void exemptionThatWentIsHonouredNoMore() {
    index.onAdd(Policies.policy("{profile: Baseline}"));
    ImageExemption exemption = exemption("shop", "rules: [{rule: compiler}], images: ['**']");
    exemptions.onAdd(exemption);
    exemptions.onDelete(exemption, false);

    assertThat(applying("shop").getFirst().exemptions()).isEmpty();
  }

  private List<Policy> applying(String namespace) {
    return index.policiesFor(namespace, Map.of("app", "importer"), IMAGE);
  }

  private void namespace(String name, Map<String, String> labels) {
    namespaces.onAdd(labelled(name, labels));
  }

  private static Namespace labelled(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }

  private static ClusterImagePolicy cluster(String spec) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ClusterImagePolicy
        metadata: {name: floor, uid: uid-of-floor, generation: 1}
        spec: %s
        """
            .formatted(spec),
        ClusterImagePolicy.class);
  }

  static ImageExemption exemption(String namespace, String spec) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImageExemption
        metadata:
          namespace: %s
          name: legacy
          uid: uid-of-legacy
          generation: 1
          creationTimestamp: "2026-11-21T10:00:00Z"
        spec: {reason: it must, owner: team, expires: "2026-12-01T10:00:00Z", %s}
        """
            .formatted(namespace, spec),
        ImageExemption.class);
  }
}
