package dev.plimsoll.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.namespace.Namespaces;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockOutGuardTest {
  private final Namespaces namespaces = new Namespaces(_ -> null);
  private final LockOutGuard guard =
      new LockOutGuard(
          namespaces,
          new SmallRyeConfigBuilder()
              .withMapping(OperatorConfig.class)
              .withConverter(Duration.class, 100, new DurationConverter())
              .build()
              .getConfigMapping(OperatorConfig.class));

  @AfterEach
  void close() {
    namespaces.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Ignore | {}                                                                                                          | -
          Fail   | {}                                                                                                          | kube-system
          Fail   | {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}            | plimsoll-system
          Fail   | {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [plimsoll-system, other]}]} | kube-system
          Fail   | {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, plimsoll-system]}]} | -
          Fail   | {matchLabels: {plimsoll.dev/judged: "true"}}                                                                | -
          Fail   | {matchExpressions: [{key: plimsoll.dev/judged, operator: Exists}]}                                          | -
          Fail   | {matchExpressions: [{key: plimsoll.dev/free, operator: DoesNotExist}]}                                      | kube-system
          Fail   | {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [shop]}]}                      | -
          """)
  void enforcesNothingWhereTheClusterCouldBeLockedOut(
      String failurePolicy, String selector, String namespace) {
    guard.lookAt(configuration(failurePolicy, selector));

    if (namespace == null) {
      assertThat(guard.reason()).isEmpty();
    } else {
      assertThat(guard.reason())
          .hasValue(
              "failurePolicy is Fail and the webhook's namespaceSelector does not exclude "
                  + namespace);
    }
  }

  @Test
  void enforcesAgainOnceTheConfigurationIsRight() {
    guard.lookAt(configuration("Fail", "{}"));
    guard.lookAt(configuration("Ignore", "{}"));

    assertThat(guard.reason()).isEmpty();
  }

  @Test
  void hasNothingAgainstWhatIsShipped() throws IOException {
    ValidatingWebhookConfiguration shipped =
        Serialization.unmarshal(
            Files.readString(Path.of("../config/webhook/validating-webhook.yaml")),
            ValidatingWebhookConfiguration.class);
    shipped.getWebhooks().forEach(webhook -> webhook.setFailurePolicy("Fail"));

    guard.lookAt(shipped);

    assertThat(guard.reason()).isEmpty();
  }

  private static ValidatingWebhookConfiguration configuration(String policy, String selector) {
    return Serialization.unmarshal(
        "webhooks: [{name: w, failurePolicy: %s, namespaceSelector: %s}]"
            .formatted(policy, selector),
        ValidatingWebhookConfiguration.class);
  }
}
