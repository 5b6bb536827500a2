package dev.plimsoll.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient
class SelfProbeTest {
  private static final String PODS = "/api/v1/namespaces/plimsoll-probe/pods?dryRun=All";

  private static final String SELECTIVE =
      """
      {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration",
       "metadata":{"name":"plimsoll"},
       "webhooks":[{"name":"images.plimsoll.dev",
         "objectSelector":{"matchLabels":{"plimsoll.dev/judged":"true"}}}]}
      """;

  KubernetesClient client;
  KubernetesMockServer server;

  @Test
  void knowsItsOwnRefusal() {
    refusal(
        403,
        "admission webhook \"images.plimsoll.dev\" denied the request: Namespace plimsoll-probe: "
            + SelfProbe.ANSWER);

    assertThat(ask()).isInstanceOf(Effective.class);
  }

  @Test
  void seesAPodThatNobodyRefuses() {
    server.expect().post().withPath(PODS).andReturn(201, new PodBuilder().build()).once();

    assertThat(ask())
        .isEqualTo(
            new Bypassed(
                "the API server accepted a Pod in namespace plimsoll-probe without asking"));
  }

  /// Otherwise a webhook that asks about labelled objects alone would seem not to be asked.
  @Test
  void bearsTheLabelsThatTheWebhookSelects() throws InterruptedException {
    String path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/plimsoll";
    server.expect().get().withPath(path).andReturn(200, SELECTIVE).once();
    refusal(403, SelfProbe.ANSWER);

    assertThat(ask()).isInstanceOf(Effective.class);
    assertThat(server.getLastRequest().getBody().readUtf8())
        .contains("\"labels\":{\"plimsoll.dev/judged\":\"true\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | pods "probe-x" is forbidden: exceeded quota: plimsoll, requested: pods=1, used: pods=0, limited: pods=0
          500 | Internal error occurred: failed calling webhook "images.plimsoll.dev": connection refused
          """)
  void seesAWebhookThatIsNotAsked(int code, String message) {
    refusal(code, message);

    assertThat(ask()).isInstanceOf(Bypassed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | namespaces "plimsoll-probe" not found               | namespace plimsoll-probe is not there; create it, or unset plimsoll.probe.namespace
          403 | pods is forbidden: User "x" cannot create resource  | pods is forbidden: User "x" cannot create resource
          500 | failed calling webhook "validate.example.com": EOF  | failed calling webhook "validate.example.com": EOF
          403 | admission webhook "other.example.com" denied it     | admission webhook "other.example.com" denied it
          503 | etcdserver: no leader                               | etcdserver: no leader
          """)
  void doesNotTakeAnotherRefusalForItsOwn(int code, String message, String sign) {
    refusal(code, message);

    assertThat(ask()).isEqualTo(new Unclear(sign));
  }

  private ProbeOutcome ask() {
    return new SelfProbe(client, "plimsoll-probe", "plimsoll").ask();
  }

  private void refusal(int code, String message) {
    server
        .expect()
        .post()
        .withPath(PODS)
        .andReturn(code, new StatusBuilder().withCode(code).withMessage(message).build())
        .once();
  }
}
