package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseDeniedTest {
  private final BaseDenied rule = new BaseDenied();

  @Test
  void refusesABaseThatLayersProveAndWhateverIsBuiltOnIt() {
    FactsBuilder nearest = own().base(Evidence.LAYERS, 1, "centos:7");
    FactsBuilder below =
        own().onKnown(new Known("team/base:1", 2, null), new Known("centos:7", 1, null));

    assertThat(judge(nearest)).isEqualTo(new Beyond("base centos:7", "none of centos"));
    assertThat(judge(below)).isEqualTo(new Beyond("base centos:7", "none of centos"));
    assertThat(finding(nearest).fix())
        .isEqualTo("start the last stage FROM another base than centos:7");
  }

  @Test
  void refusesByAnAnnotationAloneAndBesideLayersThatProveAnother() {
    Beyond said = new Beyond("base centos:7, as the image says", "none of centos");

    assertThat(judge(own().base(Evidence.ANNOTATION, 0, "centos:7").claimsBase("centos:7")))
        .isEqualTo(said);
    assertThat(judge(own().base(Evidence.LAYERS, 1, "debian:12").claimsBase("centos:7")))
        .isEqualTo(said);
  }

  @Test
  void isContentWithAnotherBaseThatLayersProve() {
    assertThat(judge(own().base(Evidence.LAYERS, 1, "debian:12"))).isEqualTo(new Within());
  }

  @Test
  void cannotTellWhereNothingProvesAnother() {
    assertThat(judge(own().base(Evidence.ANNOTATION, 0, "debian:12").claimsBase("debian:12")))
        .isInstanceOf(Undecided.class);
    assertThat(judge(own().debian().base(Evidence.OPERATING_SYSTEM, 1, null)))
        .isInstanceOf(Undecided.class);
  }

  @Test
  void deniesNothingWhereNothingIsListed() {
    assertThat(
            rule.judge(finding(own().debian()), rule.defaults(), new ContainerContext("web", null)))
        .isEqualTo(new Within());
  }

  private static FactsBuilder own() {
    return image().layer(30, "ADD rootfs").layer(1, "COPY . /app");
  }

  private Finding finding(FactsBuilder image) {
    return rule.measure(image.facts()).getFirst();
  }

  private Judgement judge(FactsBuilder image) {
    return rule.judge(
        finding(image),
        new BaseDenied.Parameters(List.of("centos")),
        new ContainerContext("web", null));
  }
}
