package dev.plimsoll.verdict;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.buildtools.Compiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an image will weigh, as far as somebody who reads it would see a difference.
class OutlookTest {
  @Test
  void tellsWhatTheFixesSave() {
    assertThat(ofAnImageOf(200).orElseThrow().saving()).isEqualTo(Bytes.ofMebi(6));
  }

  @Test
  void saysNothingOfASavingThatTheFiguresDoNotShow() {
    assertThat(ofAnImageOf(900 << 10)).isEmpty();
  }

  /// An image of so many MiB, 6 of which are a compiler's.
  private static Optional<Outlook> ofAnImageOf(int mebi) {
    var inspection =
        new Inspected(
            image()
                .layer(30, "ADD rootfs")
                .layer(mebi, "RUN apt-get install -y gcc")
                .files(FileClass.OTHER, null, 10L * mebi - 60, "/app/model")
                .files(FileClass.COMPILER, "gcc-12", 60, "/usr/bin/gcc-12")
                .base(BaseImage.Evidence.LAYERS, 1, "debian:12-slim")
                .facts());
    var compiler =
        new RuleSetting<>(new Compiler(), new Compiler.Parameters(List.of()), Enforcement.ENFORCE);
    var policy =
        new Policy("shop/load-line", ImageMatch.EVERYTHING, List.of(compiler), Map.of(), List.of());
    var verdict =
        new Evaluator(Measurements.ON_THE_SPOT)
            .evaluate(List.of(policy), List.of(inspection), new ContainerContext("web", null));
    return Outlook.of(verdict, List.of(inspection), _ -> Optional.empty());
  }
}
