package dev.plimsoll.verdict;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Predictor;
import dev.plimsoll.prediction.Step;
import dev.plimsoll.rule.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What an image weighs now, and what it will weigh once all that breaks rules is fixed;
/// `predictor` foretold it.
public record Outlook(Bytes now, Prediction prediction, Predictor predictor) {
  /// Whose fix is another base, or a stage of its own for what runs.
  private static final Set<String> REBASING =
      Set.of("non-slim-base", "pull-size", "disk-size", "minimal-base");

  /// The outlook of the first platform whose files were read and that has something to save; none
  /// where nothing that breaks a rule takes up room, or nothing would be left. `slim` finds the
  /// slim variant of an image's base, where there is one at hand.
  public static Optional<Outlook> of(
      Verdict verdict, List<Inspection> inspections, Function<Facts, Optional<Facts>> slim) {
    return inspections.stream()
        .flatMap(inspection -> read(inspection).stream())
        .flatMap(facts -> of(verdict, facts, slim).stream())
        .findFirst();
  }

  private static Optional<Facts> read(Inspection inspection) {
    return inspection instanceof Inspected(Facts facts, Unknown shortfall)
            && shortfall == null
            && facts.files().isPresent()
        ? Optional.of(facts)
        : Optional.empty();
  }

  private static Optional<Outlook> of(
      Verdict verdict, Facts facts, Function<Facts, Optional<Facts>> slim) {
    List<Violation> here =
        verdict.violations().stream()
            .filter(violation -> facts.platform().equals(violation.platform()))
            .toList();
    List<Finding> findings = here.stream().map(Violation::finding).toList();
    if (findings.stream().allMatch(finding -> finding.reclaimable().isEmpty())) {
      return Optional.empty();
    }
    Predictor predictor = Predictor.of(facts).fixing(findings);
    boolean rebased = here.stream().map(Violation::rule).anyMatch(REBASING::contains);
    Predictor knowing =
        rebased ? slim.apply(facts).map(predictor::on).orElse(predictor) : predictor;
    Prediction prediction = rebased ? knowing.predict() : knowing.asItStands();
    Bytes likely = prediction.pull().likely();
    return likely.equals(Bytes.NONE) || readsAlike(likely, facts.pullSize())
        ? Optional.empty()
        : Optional.of(new Outlook(facts.pullSize(), prediction, knowing));
  }

  /// Whether nobody would see in the text that anything is saved.
  private static boolean readsAlike(Bytes one, Bytes other) {
    return one.toString().equals(other.toString());
  }

  /// What the image gets lighter by, when it is pulled.
  public Bytes saving() {
    return now.minus(prediction.pull().likely());
  }

  /// What it will weigh on each kind of base, the same fixes made.
  public List<Step> ladder() {
    return predictor.ladder();
  }

  /// `about 61 MiB to pull after the fixes (52 to 70, by closure of packages), 344.0 MiB less`.
  public String sentence() {
    return prediction.sentence() + ", " + saving() + " less";
  }
}
