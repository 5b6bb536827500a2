package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Instruction;
import dev.plimsoll.operator.bytes.StoredBytes;
import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.verdict.Violation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorstViolationsTest {
  private static final RunningImage IMAGE =
      RunningImage.unpinned(Reference.parse("registry.example.com/web:1"), "sha256:1");

  private final WorstViolations worst = new WorstViolations((_, _) -> true);

  @Test
  void listsAsManyAsAStatusMayHaveAndSaysThatThereAreMore() {
    for (int i = 0; i < 30; i++) {
      add(i, "gcc");
    }

    assertThat(worst.list()).hasSize(ImagePolicyStatus.WORST);
    assertThat(worst.areTruncated()).isTrue();
  }

  @Test
  void listsAllThatThereAre() {
    add(1, "gcc");
    add(2, "g++");

    assertThat(worst.list()).extracting(WorstViolation::actual).containsExactly("gcc", "g++");
    assertThat(worst.areTruncated()).isFalse();
  }

  /// An image says what its instructions and files are called, in letters that take six bytes.
  @Test
  void imagesThatAreWordyLeaveRoomForTheRestOfTheStatus() {
    for (String letter : List.of("\u0001", "&", "語", "x")) {
      WorstViolations wordy = new WorstViolations((_, _) -> true);
      for (int i = 0; i < ImagePolicyStatus.WORST; i++) {
        wordy.add(unit(i), IMAGE, violation(letter.repeat(5_000)));
      }
      List<WorstViolation> listed = wordy.list();

      assertThat(listed).as(letter).isNotEmpty();
      assertThat(listed.stream().mapToInt(StoredBytes::of).sum())
          .as(letter)
          .isLessThanOrEqualTo(WorstViolations.MOST_BYTES);
      assertThat(wordy.areTruncated())
          .as(letter)
          .isEqualTo(listed.size() < ImagePolicyStatus.WORST);
    }
  }

  private void add(int number, String actual) {
    worst.add(unit(number), IMAGE, violation(actual));
  }

  private static Unit unit(int number) {
    return new Unit(
        "shop", new Owner("Deployment", "web-%02d".formatted(number)), "app", Pods.DIGEST);
  }

  private static Violation violation(String text) {
    return new Violation(
        "shop/load-line",
        Enforcement.ENFORCE,
        new Finding(
            "compiler",
            Severity.HIGH,
            new Finding.Measure.Observed(),
            text,
            new Blame(null, new Instruction(text), Origin.OWN),
            List.of(),
            Set.of(),
            text),
        text,
        "none",
        null,
        false);
  }
}
