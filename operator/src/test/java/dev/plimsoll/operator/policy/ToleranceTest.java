package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.EnforcementMode;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.PolicyReader;
import org.junit.jupiter.api.Test;

/// A cluster's definition may be newer than the operator, as while it is rolled back: one such
/// resource must not stop the informer, and with it every policy there is.
class ToleranceTest {
  private final ObjectMapper mapper = new JsonMapper();

  ToleranceTest() {
    new PolicyWiring().toleranceOfNewerResources().customize(mapper);
  }

  @Test
  void readsPastFieldsItDoesNotKnow() throws JsonProcessingException {
    ImagePolicy policy =
        read(
            """
            {"later": 1, "rules": {"size": {"later": {"max": 3}}, "user": {"rootUser": {}}}}
            """);

    assertThat(PolicyReader.read(policy))
        .isInstanceOfSatisfying(
            Acceptance.Accepted.class,
            accepted -> assertThat(accepted.policy().rules()).hasSize(1));
  }

  @Test
  void valueItDoesNotKnowCountsAsLeftOut() throws JsonProcessingException {
    ImagePolicy policy =
        read(
            """
            {"profile": "Baseline", "enforcement": "Ponder",
             "match": {"workloadSelector": {"matchExpressions": [{"key": "a", "operator": "Like"}]}}}
            """);

    assertThat(policy.getSpec().enforcement()).isEqualTo(EnforcementMode.ENFORCE);
    assertThat(PolicyReader.read(policy))
        .isInstanceOfSatisfying(
            Acceptance.NotAccepted.class,
            refused ->
                assertThat(refused.faults())
                    .singleElement()
                    .asString()
                    .startsWith("spec.match.workloadSelector.matchExpressions[0].operator: "));
  }

  private ImagePolicy read(String spec) throws JsonProcessingException {
    return mapper.readValue(
        """
        {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "ImagePolicy",
         "metadata": {"namespace": "shop", "name": "load-line"}, "spec": %s}
        """
            .formatted(spec),
        ImagePolicy.class);
  }
}
