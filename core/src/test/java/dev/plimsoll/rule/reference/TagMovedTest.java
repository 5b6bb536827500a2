package dev.plimsoll.rule.reference;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.VulnerabilityReports;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Movements;
import dev.plimsoll.rule.parameter.Grace;
import dev.plimsoll.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagMovedTest {
  private static final Instant MOVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final Reference TAG = Reference.parse("registry.example.com/web:1.4");
  private static final Facts FACTS = image().layer(5, "COPY app").facts();
  private final TagMoved rule = new TagMoved();

  @Test
  void findsAnImageThatItsTagNoLongerMeans() {
    Verdict verdict = judged(TAG, MOVED.plus(Duration.ofHours(26)));

    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.actual())
                  .isEqualTo("tag 1.4 means another image since 2026-11-20, 26 hours ago");
              assertThat(violation.limit()).isEqualTo("60 minutes");
              assertThat(violation.finding().fix())
                  .contains("registry.example.com/web:1.4@" + FACTS.digest());
            });
  }

  @Test
  void letsItBeForAsLongAsARolloutTakes() {
    assertThat(judged(TAG, MOVED.plus(Duration.ofMinutes(59))).violations()).isEmpty();
    assertThat(judged(TAG, MOVED.plus(Duration.ofMinutes(60))).violations()).hasSize(1);
  }

  @Test
  void doesNotApplyToReferencesWithADigestOrWithoutAName() {
    Instant late = MOVED.plus(Duration.ofDays(9));
    ContainerContext unnamed =
        new ContainerContext("web", null).remembering(Memory.NONE.with(new Moved()));

    assertThat(judged(TAG.at(FACTS.digest()), late).violations()).isEmpty();
    assertThat(rule.measure(FACTS, unnamed)).isEmpty();
  }

  @Test
  void doesNotApplyWhereNobodyAsked() {
    assertThat(rule.measure(FACTS, new ContainerContext("web", null).of(TAG))).isEmpty();
    assertThat(rule.measure(FACTS)).isEmpty();
  }

  @Test
  void isTheSameHoweverAndWhereverTheContainerRuns() {
    assertThat(rule.judgesHowItRuns()).isFalse();
    assertThat(rule.asksForPlacement()).isFalse();
    assertThat(rule.asksOfMemory()).contains(Memory.Part.TAGS);
  }

  private Verdict judged(Reference named, Instant now) {
    Policy policy =
        new Policy(
            "shop/tags",
            ImageMatch.EVERYTHING,
            List.of(new RuleSetting<Grace>(rule, rule.defaults(), Enforcement.ENFORCE)),
            Map.of(),
            List.of());
    return new Evaluator(
            Measurements.ON_THE_SPOT, VulnerabilityReports.NONE, Memory.NONE.with(new Moved()))
        .evaluate(
            List.of(policy),
            List.of(new Inspected(FACTS)),
            new ContainerContext("web", null).of(named),
            now);
  }

  private static final class Moved implements Movements {
    @Override
    public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> ofTag(Reference tag, Digest image) {
      return Optional.of(MOVED).filter(_ -> image.equals(FACTS.digest()));
    }
  }
}
