package dev.plimsoll.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What holds of every prediction, whatever the image.
class AnyImageTest {
  @RepeatedTest(100)
  void isNoLargerThanTheImage(RepetitionInfo repetition) {
    Facts facts = image(new Random(repetition.getCurrentRepetition()));

    for (Step step : Predictor.of(facts).ladder()) {
      if (step.prediction() != null) {
        assertThat(step.prediction().pull().likely()).isLessThanOrEqualTo(facts.pullSize());
        assertThat(step.prediction().disk().likely())
            .isLessThanOrEqualTo(facts.files().orElseThrow().diskSize());
      }
    }
  }

  @RepeatedTest(100)
  void weighsWhatStaysAndWhatGoesTogether(RepetitionInfo repetition) {
    Facts facts = image(new Random(repetition.getCurrentRepetition()));
    Prediction prediction = Predictor.of(facts).predict();

    Bytes both = prediction.disk().likely().plus(prediction.removed().size().disk());
    assertThat(both).isEqualTo(facts.files().orElseThrow().diskSize());
  }

  @RepeatedTest(100)
  void anotherFindingNeverRaisesIt(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Facts facts = image(random);
    List<Finding> findings = new ArrayList<>();
    Bytes last = Predictor.of(facts).predict().pull().likely();
    for (FileGroup group : facts.files().orElseThrow().groups()) {
      if (random.nextInt(4) == 0) {
        findings.add(finding(group));
        Bytes next = Predictor.of(facts).fixing(findings).predict().pull().likely();
        assertThat(next).isLessThanOrEqualTo(last);
        last = next;
      }
    }
  }

  @RepeatedTest(100)
  void isFreeOfTheOrderOfFilesAndFindings(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Facts facts = image(random);
    List<FileGroup> shuffled = new ArrayList<>(facts.files().orElseThrow().groups());
    Collections.shuffle(shuffled, random);
    List<Finding> findings = shuffled.stream().limit(3).map(AnyImageTest::finding).toList();

    assertThat(Predictor.of(withGroups(facts, shuffled)).fixing(findings).predict())
        .isEqualTo(Predictor.of(facts).fixing(findings.reversed()).predict());
  }

  /// A base with packages, and an application above it.
  private static Facts image(Random random) {
    FactsBuilder image = FactsBuilder.image().layer(60, null).debian();
    int packages = 3 + random.nextInt(12);
    for (int i = 0; i < packages; i++) {
      if (i == packages / 2) {
        image.base(Evidence.LAYERS, 1, "base").layer(60, "RUN something");
      }
      FileClass fileClass = FileClass.values()[random.nextInt(FileClass.values().length)];
      image.files(fileClass, "p" + i, random.nextInt(30), "/usr/bin/p" + i);
      image.installed(
          "p" + i,
          List.of("p" + random.nextInt(packages)),
          random.nextBoolean() ? Trait.MANUAL : Trait.AUTOMATIC);
    }
    for (int i = 0; i < 6; i++) {
      FileClass fileClass = FileClass.values()[random.nextInt(FileClass.values().length)];
      if (random.nextInt(3) == 0) {
        image.hidden(fileClass, null, random.nextInt(9), "/opt/h" + i);
      } else {
        image.files(fileClass, null, random.nextInt(9), "/opt/f" + i);
      }
    }
    return image.facts();
  }

  private static Facts withGroups(Facts facts, List<FileGroup> groups) {
    FileFacts files = facts.files().orElseThrow();
    return new Facts(
        facts.digest(),
        facts.config(),
        facts.annotations(),
        facts.layers(),
        facts.base(),
        new FileFacts(
            groups,
            files.packages(),
            files.operatingSystem(),
            files.users(),
            files.privileged(),
            files.secrets(),
            files.programs(),
            files.dependencyTrees(),
            files.system(),
            files.mismatches(),
            files.remarks()));
  }

  private static Finding finding(FileGroup group) {
    return new Finding(
        "rule",
        Severity.LOW,
        new Measure.DiskSize(group.disk()),
        "something",
        Blame.NOBODY,
        List.of(),
        Set.of(group),
        "do something");
  }
}
