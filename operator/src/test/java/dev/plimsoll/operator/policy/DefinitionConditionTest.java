package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.operator.definition.Definition;
import dev.plimsoll.operator.definition.Definition.State;
import dev.plimsoll.operator.definition.Definitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ImagePolicy policy = Policies.policy("{profile: Baseline}");

  @Test
  void saysThatTheDefinitionIsOlder() {
    assertThat(status(NOW, State.OLDER).conditions())
        .filteredOn(c -> c.type().equals(PolicyCondition.DEFINITION_CURRENT))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.status()).isEqualTo(Status.FALSE);
              assertThat(condition.reason()).isEqualTo("Older");
              assertThat(condition.message())
                  .contains("imagepolicies.plimsoll.dev", "apply the definitions");
            });
  }

  @Test
  void saysNothingOfACurrentOrANewerOne() {
    assertThat(status(NOW, State.CURRENT).conditions()).hasSize(2);
    assertThat(status(NOW, State.NEWER).conditions()).hasSize(2);
  }

  @Test
  void keepsTheTimeSinceWhenItIs() {
    ImagePolicyStatus first = status(NOW, State.OLDER);
    policy.setStatus(first);

    assertThat(newsAt(NOW.plus(Duration.ofHours(1)), State.OLDER)).isEmpty();
  }

  private ImagePolicyStatus status(Instant at, State state) {
    return newsAt(at, state).orElseThrow();
  }

  private Optional<ImagePolicyStatus> newsAt(Instant at, State state) {
    Definitions definitions = Definitions.standing(Map.of(Definition.IMAGE_POLICIES, state));
    return new PolicyStatuses(
            Policies.index(policy),
            new PolicyAudits(),
            new BaselineProgresses(),
            definitions,
            Clock.fixed(at, ZoneOffset.UTC),
            100)
        .newsFor(policy);
  }
}
