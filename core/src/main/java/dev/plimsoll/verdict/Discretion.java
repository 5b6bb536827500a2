package dev.plimsoll.verdict;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Blame;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// What of a verdict may be told to those whom the image's repository is not open to: which
/// rules are broken, how far, and the limits; nothing of what is in the image.
///
/// The verdict stays the same. Names of packages, paths, users and variables go, wherever they
/// stand: numbers of bytes and of things stay.
final class Discretion {
  private static final String UNTOLD = "found";
  static final String UNTOLD_CAUSE = "why is told only where the image's repository gives access";

  private static final Set<String> BY_NAME =
      Catalogue.rules().stream()
          .filter(rule -> rule.description().depth() == Depth.REFERENCE)
          .map(Rule::id)
          .collect(toUnmodifiableSet());

  private Discretion() {}

  /// Whether a rule looks at how an image is named and at nothing in it.
  static boolean isAboutTheNameAlone(String rule) {
    return BY_NAME.contains(rule);
  }

  static Verdict of(Verdict verdict) {
    List<Violation> violations = verdict.violations().stream().map(Discretion::of).toList();
    List<UndecidedRules> undecided = verdict.undecided().stream().map(Discretion::of).toList();
    List<Exempted> exempted = verdict.exempted().stream().map(Discretion::of).toList();
    List<Tolerated> tolerated = verdict.tolerated().stream().map(Discretion::of).toList();
    return switch (verdict) {
      case Admitted _ -> new Admitted(violations, exempted, tolerated);
      case Denied _ -> new Denied(violations, undecided, exempted, tolerated);
      case Undetermined _ -> new Undetermined(violations, undecided, exempted, tolerated);
    };
  }

  static Violation of(Violation violation) {
    Finding finding = violation.finding();
    if (isAboutTheNameAlone(finding.rule())) {
      return violation;
    }
    Finding untold =
        new Finding(
            finding.rule(),
            finding.severity(),
            numbersOf(finding.measure()),
            "",
            Blame.NOBODY,
            List.of(),
            Set.of(),
            "");
    return new Violation(
        violation.policy(),
        violation.enforcement(),
        untold,
        actual(finding.measure()),
        violation.limit(),
        violation.platform(),
        violation.advice());
  }

  private static Measure numbersOf(Measure measure) {
    return switch (measure) {
      case Measure.PullSize _, Measure.DiskSize _, Measure.Part _, Measure.Moment _ -> measure;
      case Measure.Count(long number, _) -> new Measure.Count(number, "");
      case Measure.User _,
          Measure.Base _,
          Measure.Packages _,
          Measure.Start _,
          Measure.Observed _,
          Measure.Unmeasured _ ->
          new Measure.Observed();
    };
  }

  private static String actual(Measure measure) {
    return switch (measure) {
      case Measure.PullSize(Bytes bytes) -> bytes + " to pull";
      case Measure.DiskSize(Bytes bytes) -> bytes + " on disk";
      case Measure.Part(Bytes bytes, Bytes whole) -> bytes + " of " + whole + " on disk";
      case Measure.Count(long number, _) -> Long.toString(number);
      case Measure.Moment(var at) -> at.atZone(ZoneOffset.UTC).toLocalDate().toString();
      case Measure.User _,
          Measure.Base _,
          Measure.Packages _,
          Measure.Start _,
          Measure.Observed _,
          Measure.Unmeasured _ ->
          UNTOLD;
    };
  }

  /// That a registry cannot be asked, or refuses, is not about what is in the image.
  private static UndecidedRules of(UndecidedRules undecided) {
    Unknown why = undecided.why();
    return switch (why.cause()) {
      case SCAN_PENDING, UNREACHABLE, UNAUTHORIZED, NOT_FOUND -> undecided;
      case UNREADABLE, NOT_STATED ->
          new UndecidedRules(
              undecided.policy(),
              undecided.rules(),
              new Unknown(why.cause(), UNTOLD_CAUSE),
              undecided.action());
    };
  }

  private static Tolerated of(Tolerated tolerated) {
    return new Tolerated(tolerated.policy(), tolerated.rule(), UNTOLD, tolerated.until());
  }

  private static Exempted of(Exempted exempted) {
    return new Exempted(exempted.policy(), exempted.exemption(), exempted.rule(), UNTOLD);
  }
}
