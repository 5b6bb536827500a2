package dev.plimsoll.rule.metadata;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequiredLabelsTest {
  private final RequiredLabels rule = new RequiredLabels();

  @Test
  void namesTheLabelsThatAreMissingOrEmpty() {
    Facts facts = image().label("source", "git").label("owner", " ").facts();

    assertThat(judge(facts, "source", "owner", "version"))
        .isEqualTo(new Beyond("1 labels, without owner, version", "source, owner, version"));
    assertThat(judge(image().facts(), "source"))
        .isEqualTo(new Beyond("no labels, without source", "source"));
  }

  @Test
  void isContentWithAllOfThemWhateverElseThereIs() {
    Facts facts = image().label("source", "git").label("other", "x").facts();

    assertThat(judge(facts, "source")).isEqualTo(new Within());
    assertThat(judge(facts)).isEqualTo(new Within());
  }

  private Judgement judge(Facts facts, String... names) {
    return rule.judge(
        rule.measure(facts).getFirst(),
        new RequiredLabels.Parameters(List.of(names)),
        new ContainerContext("web", null));
  }
}
