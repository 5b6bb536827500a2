package dev.plimsoll.cli.judging;

import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.prediction.Step;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
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

  /// What the image will weigh on each kind of base once it is fixed; none where nothing was
  /// predicted.
  public List<Step> ladder() {
    return judged.outlook() == null ? List.of() : judged.outlook().ladder();
  }

  /// The compressed bytes that go when every violation is fixed: as predicted, or else by the
  /// files that then go.
  public Bytes saving() {
    return judged.outlook() == null ? judged.reclaimable() : judged.outlook().saving();
  }

  /// The compressed bytes that go when a violation is fixed.
  public static Bytes savingOf(Violation violation) {
    return Finding.pullSizeOf(violation.finding().reclaimable());
  }
}
