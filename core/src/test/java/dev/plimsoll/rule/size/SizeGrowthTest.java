package dev.plimsoll.rule.size;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.memory.Former;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.parameter.Amount;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeGrowthTest {
  private static final String NAME = "registry.example.com/web:1";
  private static final Facts SMALL = image().layer(80, "FROM debian").layer(20, "COPY app").facts();
  private static final Facts LARGE =
      image()
          .layer(80, "FROM debian")
          .layer(20, "COPY app")
          .layer(30, "RUN apt-get install gcc")
          .facts();
  private final SizeGrowth rule = new SizeGrowth();

  @Test
  void findsWhatGrewAndBlamesTheLargestNewLayer() {
    Finding finding = rule.measure(LARGE, replacing(SMALL)).getFirst();

    assertThat(finding.what())
        .isEqualTo(
            "130.0 MiB to pull, 30.0 MiB more than registry.example.com/web:1 that runs now");
    assertThat(finding.blame().layer().number()).isEqualTo(3);
    assertThat(finding.fix())
        .isEqualTo(
            "see what plimsoll diff tells of the two images; layer 3 is new and has 30.0 MiB");
  }

  @Test
  void allowsAShareOfTheFormerSize() {
    assertThat(judge(new Amount.Share(30))).isEqualTo(new Within());
    assertThat(judge(new Amount.Share(29)))
        .isEqualTo(
            new Beyond(
                "130.0 MiB to pull, 30.0 MiB more than registry.example.com/web:1 that runs now",
                "29% more"));
  }

  @Test
  void allowsANumberOfBytes() {
    assertThat(judge(new Amount.Size(Bytes.ofMebi(30)))).isEqualTo(new Within());
    assertThat(judge(new Amount.Size(Bytes.ofMebi(29)))).isInstanceOf(Beyond.class);
  }

  @Test
  void isAFifthUnlessThePolicySaysElse() {
    assertThat(rule.defaults().max()).isEqualTo(new Amount.Share(20));
  }

  @Test
  void doesNotApplyToWhatIsNoLarger() {
    assertThat(rule.measure(SMALL, replacing(LARGE))).isEmpty();
    assertThat(rule.measure(LARGE, replacing(LARGE))).isEmpty();
  }

  @Test
  void doesNotApplyWhereNobodyKnowsWhatRuns() {
    assertThat(rule.measure(LARGE, new ContainerContext("web", null))).isEmpty();
    assertThat(rule.measure(LARGE)).isEmpty();
  }

  @Test
  void comparesTheSamePlatform() {
    Platform arm = new Platform("linux", "arm64", null);
    Facts onArm = image().platform(arm).layer(10, "COPY app").facts();

    assertThat(rule.measure(LARGE, replacing(onArm))).isEmpty();
    assertThat(rule.measure(LARGE, replacing(onArm, SMALL))).hasSize(1);
  }

  private Judgement judge(Amount max) {
    ContainerContext container = replacing(SMALL);
    return rule.judge(
        rule.measure(LARGE, container).getFirst(), new SizeGrowth.Parameters(max), container);
  }

  private static ContainerContext replacing(Facts... former) {
    return new ContainerContext("web", null)
        .remembering(Memory.NONE.of(Former.of(NAME, List.of(former))));
  }
}
