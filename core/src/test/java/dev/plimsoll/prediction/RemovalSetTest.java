package dev.plimsoll.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Hidden;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What goes is a union, for any image and any findings.
class RemovalSetTest {
  private final List<FileGroup> image = new ArrayList<>();

  @RepeatedTest(50)
  void isFreeOfOrderAndNoLargerThanTheImage(RepetitionInfo repetition) {
    List<Finding> findings = findings(new Random(repetition.getCurrentRepetition()));
    RemovalSet all = RemovalSet.of(findings);
    Collections.shuffle(findings, new Random(7));
    RemovalSet oneByOne =
        findings.stream()
            .map(finding -> RemovalSet.of(List.of(finding)))
            .reduce(RemovalSet.NONE, RemovalSet::union);

    assertThat(oneByOne).isEqualTo(all);
    assertThat(all.size().pull()).isLessThanOrEqualTo(Size.of(image).pull());
    assertThat(all.size().disk()).isLessThanOrEqualTo(Size.of(image).disk());
  }

  @RepeatedTest(50)
  void growsByNoMoreThanAFindingAndNeverShrinks(RepetitionInfo repetition) {
    List<Finding> findings = findings(new Random(repetition.getCurrentRepetition()));
    RemovalSet all = RemovalSet.of(findings);

    for (Finding finding : findings) {
      List<Finding> others = new ArrayList<>(findings);
      others.remove(finding);
      RemovalSet without = RemovalSet.of(others);
      Size most = without.size().plus(Size.of(finding.reclaimable()));
      assertThat(all.groups()).containsAll(without.groups());
      assertThat(without.size().pull()).isLessThanOrEqualTo(all.size().pull());
      assertThat(all.size().pull()).isLessThanOrEqualTo(most.pull());
    }
  }

  private List<Finding> findings(Random random) {
    for (int i = 0; i < 30; i++) {
      image.add(group(i, random));
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      Set<FileGroup> some = new HashSet<>();
      image.stream().filter(_ -> random.nextInt(3) == 0).forEach(some::add);
      findings.add(finding("rule-" + i, some));
    }
    return findings;
  }

  private static FileGroup group(int layer, Random random) {
    return new FileGroup(
        layer + 1,
        null,
        FileClass.values()[random.nextInt(FileClass.values().length)],
        random.nextBoolean() ? null : new Hidden(Hidden.How.DELETED, layer + 2),
        1,
        new Bytes(random.nextInt(1_000_000)),
        new Bytes(random.nextInt(500_000)),
        List.of());
  }

  private static Finding finding(String rule, Set<FileGroup> groups) {
    return new Finding(
        rule,
        Severity.LOW,
        new Measure.DiskSize(Bytes.NONE),
        "something",
        Blame.NOBODY,
        List.of(),
        groups,
        "do something");
  }
}
