package dev.plimsoll.rule.reference;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Places;
import dev.plimsoll.rule.memory.Selection;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotedFromTest {
  private static final Facts FACTS = image().layer(5, "COPY app").facts();
  private static final Map<String, String> STAGING = Map.of("stage", "staging");
  private static final Map<String, String> DEVELOPMENT = Map.of("stage", "development");
  private final PromotedFrom rule = new PromotedFrom(new Stage("staging"));

  private record Stage(String name) implements Selection {
    @Override
    public boolean selects(Map<String, String> labels) {
      return name.equals(labels.get("stage"));
    }

    @Override
    public String phrase() {
      return "stage=" + name;
    }
  }

  @Test
  void admitsWhatRanWhereItMustHaveRun() {
    assertThat(rule.measure(FACTS, ran(List.of(DEVELOPMENT, STAGING)))).isEmpty();
  }

  @Test
  void findsWhatRanOnlyElsewhere() {
    ContainerContext container = ran(List.of(DEVELOPMENT));

    Finding finding = rule.measure(FACTS, container).getFirst();

    assertThat(rule.judge(finding, NoParameters.NONE, container))
        .isEqualTo(
            new Beyond(
                "ran in 1 namespace, none of them with stage=staging",
                "a namespace with stage=staging"));
    assertThat(finding.fix())
        .isEqualTo("run " + FACTS.digest() + " in a namespace with stage=staging first");
  }

  @Test
  void cannotTellOfWhatNobodyHasSeen() {
    Finding finding = rule.measure(FACTS, ran(List.of())).getFirst();

    assertThat(finding.measure())
        .isInstanceOfSatisfying(
            Measure.Unmeasured.class,
            unmeasured -> {
              assertThat(unmeasured.why().cause()).isEqualTo(Cause.NOT_STATED);
              assertThat(unmeasured.why().detail())
                  .startsWith("nobody has seen it run anywhere yet; run it in a namespace with ")
                  .contains("stage=staging first")
                  .endsWith(FACTS.digest().toString());
            });
  }

  @Test
  void doesNotApplyWhereNobodyRemembers() {
    assertThat(rule.measure(FACTS, new ContainerContext("web", null))).isEmpty();
  }

  @Test
  void isTheSameRuleWhereItAsksTheSame() {
    assertThat(rule)
        .isEqualTo(new PromotedFrom(new Stage("staging")))
        .isNotEqualTo(new PromotedFrom(new Stage("development")));
  }

  private static ContainerContext ran(List<Map<String, String>> namespaces) {
    Places places = _ -> namespaces;
    return new ContainerContext("web", null).remembering(Memory.NONE.with(places));
  }
}
