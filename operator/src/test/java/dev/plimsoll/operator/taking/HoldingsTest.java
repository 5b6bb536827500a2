package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What namespaces hold, by an API server that serves some kinds and refuses others.
@EnableKubernetesMockClient
class HoldingsTest {
  private static final String SHOP = "/namespaces/shop/";
  private static final WorkloadKind ROLLOUT =
      new WorkloadKind("argoproj.io", "rollouts", "Rollout", "spec", "template");

  KubernetesClient client;
  KubernetesMockServer server;

  @BeforeEach
  void servesArgo() {
    var group =
        new APIGroupBuilder()
            .withName("argoproj.io")
            .addNewVersion("argoproj.io/v1alpha1", "v1alpha1")
            .withNewPreferredVersion("argoproj.io/v1alpha1", "v1alpha1")
            .build();
    server
        .expect()
        .get()
        .withPath("/apis")
        .andReturn(200, new APIGroupListBuilder().withGroups(group).build())
        .always();
    server.expect().get().withPath("/apis/argoproj.io").andReturn(200, group).always();
  }

  @Test
  void findsWorkloadsAtZero() {
    serves("/apis/apps/v1" + SHOP + "deployments", "Deployment", "registry.example.com/zero:1");

    assertThat(images()).containsExactly("registry.example.com/zero:1");
  }

  @Test
  void findsTemplatesOfConfiguredKindsInTheVersionThatIsServed() {
    serves(
        "/apis/argoproj.io/v1alpha1" + SHOP + "rollouts",
        "Rollout",
        "registry.example.com/rolled:1");

    assertThat(images(ROLLOUT)).containsExactly("registry.example.com/rolled:1");
  }

  @Test
  void goesOnWithoutAConfiguredKindThatItMayNotList() {
    serves("/apis/apps/v1" + SHOP + "deployments", "Deployment", "registry.example.com/zero:1");
    answers("/apis/argoproj.io/v1alpha1" + SHOP + "rollouts", 403);

    assertThat(images(ROLLOUT)).containsExactly("registry.example.com/zero:1");
  }

  @Test
  void goesOnWithoutAConfiguredKindThatNobodyServes() {
    serves("/apis/apps/v1" + SHOP + "deployments", "Deployment", "registry.example.com/zero:1");
    var convoys = new WorkloadKind("e2e.example.com", "convoys", "Convoy", "spec", "template");

    assertThat(images(convoys)).containsExactly("registry.example.com/zero:1");
  }

  @Test
  void failsWhereItMayNotListWhatEveryClusterHas() {
    answers("/apis/apps/v1" + SHOP + "statefulsets", 403);

    assertThatThrownBy(this::images)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("statefulsets");
  }

  private List<String> images(WorkloadKind... extra) {
    var kinds = Stream.concat(WorkloadKind.ALL.stream(), Stream.of(extra)).toList();
    return new Holdings(client, List::of, kinds)
        .in(Set.of("shop")).stream().map(holding -> holding.asked().toString()).toList();
  }

  private void serves(String path, String kind, String image) {
    var template =
        Map.of("spec", Map.of("containers", List.of(Map.of("name", "app", "image", image))));
    var object =
        Map.of(
            "kind",
            kind,
            "metadata",
            Map.of("name", "app", "namespace", "shop"),
            "spec",
            Map.of("template", template));
    server
        .expect()
        .get()
        .withPath(path + "?limit=250")
        .andReturn(200, Map.of("kind", kind + "List", "items", List.of(object)))
        .always();
  }

  private void answers(String path, int status) {
    server
        .expect()
        .get()
        .withPath(path + "?limit=250")
        .andReturn(status, Map.of("kind", "Status", "status", "Failure", "code", status))
        .always();
  }
}
