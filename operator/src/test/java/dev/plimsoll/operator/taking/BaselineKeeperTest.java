package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.policy.BaselineProgress.State;
import org.junit.jupiter.api.Test;

/// When baselines are taken, kept, shortened and ended.
class BaselineKeeperTest extends KeptBaselines {
  @Test
  void takesWhatRunsBeforeTheRuleRefuses() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    assertThat(applied("shop").enforced()).as("before").isEmpty();

    assertThat(round().state()).isEqualTo(State.TAKEN);

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
    assertThat(applied("shop").enforced()).containsExactly("root-user");
    assertThat(applied("shop").baseline()).isNotNull();
  }

  @Test
  void takesAnImageOverWhichARuleFailsAsItIsAndTheOthersToo() {
    Inspection fatal = big();
    measurements =
        (rule, image) -> {
          if (fatal instanceof Inspected(var facts, _) && facts.equals(image)) {
            throw new IllegalStateException("a fault of ours");
          }
          return rule.measure(image);
        };
    keeper = keeper();
    runs("shop", "app:1", root());
    runs("shop", "fatal:1", fatal);
    policy(1, "{rules: {size: {pullSize: {max: 1Mi}}, user: {rootUser: {}}}}");

    assertThat(round().state()).isEqualTo(State.TAKEN);

    assertThat(images(SHOP))
        .containsExactlyInAnyOrder("registry.example.com/app:1", "registry.example.com/fatal:1");
  }

  @Test
  void takesNothingWhereThePolicyRefusesOrSparesNothing() {
    runs("shop", "app:1", root());
    policy(1, "{enforcement: Audit, rules: {user: {rootUser: {}}}}");
    assertThat(round().state()).isEqualTo(State.NOT_NEEDED);

    policy(2, "{alreadyRunning: Refuse, rules: {user: {rootUser: {}}}}");
    assertThat(round().state()).isEqualTo(State.NOT_NEEDED);

    assertThat(stored).isEmpty();
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  @Test
  void waitsForAnImageThatIsBeingReadAndThenTakesItAsItIs() {
    runs("shop", "app:1", new Uninspectable(new Unknown(Cause.SCAN_PENDING, "wait"), null));
    policy(1, ENFORCED);

    assertThat(round().message())
        .isEqualTo(
            "only warns in shop until what runs there is recorded: reading"
                + " registry.example.com/app:1");
    assertThat(applied("shop").enforced()).isEmpty();

    now = START.plus(PATIENCE);
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(tolerated(SHOP)).contains("*");
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  @Test
  void listsAgainWhatCameWhileItRead() {
    runs("shop", "app:1", root());
    later.add(holding("shop", "app:2", root()));
    policy(1, ENFORCED);

    assertThat(round().message()).endsWith("more was started just now");
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(images(SHOP))
        .containsExactlyInAnyOrder("registry.example.com/app:1", "registry.example.com/app:2");
  }

  @Test
  void doesNotAddWhatSlippedInLater() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();

    runs("shop", "slipped:1", root());
    now = START.plusSeconds(3600);
    keeper = keeper();
    round();

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
  }

  @Test
  void takesARuleThatBeginsToRefuseLaterAndLeavesTheOthersAlone() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    runs("shop", "big:1", big());
    policy(2, "{rules: {user: {rootUser: {}}, size: {pullSize: {max: 1Mi}}}}");
    assertThat(applied("shop").enforced()).containsExactly("root-user");

    round();

    assertThat(applied("shop").enforced()).containsExactly("pull-size", "root-user");
    assertThat(rules(SHOP)).containsExactly("root-user", "pull-size");
    assertThat(entry(SHOP, "registry.example.com/big:1").tolerated())
        .singleElement()
        .matches(toleration -> toleration.rule().equals("pull-size"));
  }

  @Test
  void forgetsARuleThatNoLongerRefusesAndTakesItAnew() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    policy(2, "{enforcement: Warn, rules: {user: {rootUser: {}}}}");
    round();
    assertThat(stored).isEmpty();

    runs("shop", "since:1", root());
    policy(3, ENFORCED);
    round();

    assertThat(images(SHOP)).hasSize(2);
  }

  @Test
  void standsForAPolicyThatIsDeletedAndAppliedAgain() {
    runs("shop", "app:1", root());
    ImagePolicy policy = policy(1, ENFORCED);
    round();
    policies.onDelete(policy, false);
    keeper.round(soon());
    assertThat(spec(SHOP).policyGoneSince()).isEqualTo("2026-11-21T10:00:00Z");

    runs("shop", "since:1", root());
    now = START.plus(KEEP).minusSeconds(1);
    policy(7, ENFORCED);
    round();

    assertThat(images(SHOP)).containsExactly("registry.example.com/app:1");
    assertThat(spec(SHOP).policyGoneSince()).isNull();
  }

  @Test
  void goesWhenItsPolicyStaysAway() {
    runs("shop", "app:1", root());
    ImagePolicy policy = policy(1, ENFORCED);
    round();
    policies.onDelete(policy, false);
    keeper.round(soon());

    now = START.plus(KEEP);
    keeper.round(soon());

    assertThat(stored).isEmpty();
  }

  private ImageEntry entry(BaselineKey key, String image) {
    return spec(key).images().stream()
        .filter(e -> e.image().equals(image))
        .findFirst()
        .orElseThrow();
  }
}
