package dev.plimsoll.operator.taking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.policy.BaselineProgress.State;
import dev.plimsoll.operator.policy.Policies;
import org.junit.jupiter.api.Test;

class BaselineDeletionTest extends KeptBaselines {
  @Test
  void toleratesNothingOnceSomebodyDeletedIt() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();

    deleteAsAPerson(SHOP);
    assertThat(round().message()).isEqualTo("nothing is tolerated: the Baseline was deleted");

    assertThat(spec(SHOP).ended()).isNotNull();
    assertThat(images(SHOP)).isEmpty();
    assertThat(applied("shop").enforced()).containsExactly("root-user");
  }

  /// No operator saw the deletion; the policy's own condition tells of it.
  @Test
  void toleratesNothingOnceItWasDeletedWhileNoOperatorRan() {
    runs("shop", "app:1", root());
    ImagePolicy policy = Policies.policy("shop", "load-line", 1, ENFORCED);
    policy.setStatus(taken());
    policies.onAdd(policy);

    round();

    assertThat(spec(SHOP).ended()).isNotNull();
  }

  @Test
  void doesNotTakeWhatAnotherLeaderDeletedForAPersonsWish() {
    runs("shop", "app:1", root());
    policy(1, ENFORCED);
    round();
    deleteAsAPerson(SHOP);

    keeper.begin();
    round();

    assertThat(images(SHOP)).hasSize(1);
  }

  /// The informer tells of the first baseline's end after the second one was written.
  @Test
  void lateNewsOfABaselineThatWasReplacedIsNoDeletionOfTheOneInItsPlace() {
    runs("shop", "app:1", big());
    policy(1, ENFORCED);
    round();
    RecordedBaseline first = stored.get("shop/" + SHOP.resourceName());

    policy(2, "{rules: {size: {pullSize: {max: 100Mi}}}}");
    round();
    assertThat(stored.get("shop/" + SHOP.resourceName())).isNotSameAs(first);
    baselines.onUpdate(first, first);
    baselines.onDelete(first, false);
    assertThat(rules(SHOP)).containsExactly("pull-size");
    assertThat(applied("shop").baseline()).as("what is tolerated").isNotNull();

    policy(3, ENFORCED);
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(spec(SHOP).ended()).as("nobody ended it").isNull();
  }

  @Test
  void baselineThatWasPutBackIsTakenAnewForOtherRules() {
    runs("shop", "app:1", big());
    policy(1, ENFORCED);
    round();
    RecordedBaseline kept = stored.get("shop/" + SHOP.resourceName());
    deleteAsAPerson(SHOP);
    putBack(kept);
    round();

    policy(2, "{rules: {size: {pullSize: {max: 100Mi}}}}");
    assertThat(round().state()).isEqualTo(State.TAKEN);
    assertThat(spec(SHOP).ended()).isNull();
  }

  private void putBack(RecordedBaseline former) {
    baselines.onAdd(store().write(BaselineKey.of(former), null, former.getSpec()));
  }
}
