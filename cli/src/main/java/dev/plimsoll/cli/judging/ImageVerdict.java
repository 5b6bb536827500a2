package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.JudgedImage;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.prediction.Predictor;
import dev.plimsoll.prediction.Step;
import dev.plimsoll.rule.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One image as it was looked into and judged: the names of the policies that are about it, and
/// where a manifest names it, if one does.
public record ImageVerdict(
    JudgedImage judged,
    List<Inspection> inspections,
    List<String> policies,
    @Nullable Place place) {
  public ImageVerdict {
    inspections = List.copyOf(inspections);
    policies = List.copyOf(policies);
  }

  public String image() {
    return judged.image();
  }

  public Verdict verdict() {
    return judged.verdict();
  }

  /// The platforms of the image that could be read.
  public Stream<Facts> facts() {
    return inspections.stream()
        .flatMap(
            inspection ->
                inspection instanceof Inspected(Facts facts, _) ? Stream.of(facts) : Stream.of());
  }

  /// The violations, those first whose fixes save most.
  public List<Violation> byWhatTheySave() {
    Comparator<Violation> mostFirst =
        Comparator.<Violation, Bytes>comparing(ImageVerdict::savingOf).reversed();
    return verdict().violations().stream().sorted(mostFirst).toList();
  }

  /// What the image would weigh on each kind of base; none where its files were not read.
  public List<Step> ladder() {
    return facts()
        .filter(facts -> facts.files().isPresent())
        .findFirst()
        .map(facts -> Predictor.of(facts).ladder())
        .orElse(List.of());
  }

  /// The compressed bytes that go when a violation is fixed.
  public static Bytes savingOf(Violation violation) {
    return Finding.pullSizeOf(violation.finding().reclaimable());
  }
}
