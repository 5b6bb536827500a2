package dev.plimsoll.verdict;

import dev.plimsoll.policy.UndeterminedAction;
import java.util.List;

/// The outcome for one image in one workload under all policies that match it.
///
/// `violations` are all there are, in any enforcement mode; `undecided` all that could not be
/// judged.
public sealed interface Verdict {
  List<Violation> violations();

  List<UndecidedRules> undecided();

  /// What would stand among the two others but for an exemption.
  List<Exempted> exempted();

  /// What would stand among them but for a baseline.
  List<Tolerated> tolerated();

  /// The same verdict, for those who may not know what is in the image.
  default Verdict withoutEvidence() {
    return Discretion.of(this);
  }

  /// The violations that are no advice: those that would be refused, were the policy enforced.
  default List<Violation> broken() {
    return violations().stream().filter(violation -> !violation.advice()).toList();
  }

  /// Whether there is advice on the image, whatever else is said of it.
  default boolean hasAdvice() {
    return violations().stream().anyMatch(Violation::advice);
  }

  /// Whether there is anything in it that is not for everyone.
  default boolean hasEvidence() {
    return violations().stream().anyMatch(Violation::hasEvidence)
        || undecided().stream().anyMatch(UndecidedRules::hasEvidence);
  }

  /// Open or closed: the only place where that is decided.
  default boolean mayPass() {
    return switch (this) {
      case Admitted _ -> true;
      case Denied _ -> false;
      case Undetermined undetermined ->
          switch (undetermined.action()) {
            case ALLOW, WARN -> true;
            case DENY -> false;
          };
    };
  }

  /// No enforced rule is violated and every rule was judged.
  record Admitted(List<Violation> violations, List<Exempted> exempted, List<Tolerated> tolerated)
      implements Verdict {
    public Admitted {
      violations = List.copyOf(violations);
      exempted = List.copyOf(exempted);
      tolerated = List.copyOf(tolerated);
    }

    public Admitted(List<Violation> violations, List<Exempted> exempted) {
      this(violations, exempted, List.of());
    }

    public Admitted(List<Violation> violations) {
      this(violations, List.of(), List.of());
    }

    @Override
    public List<UndecidedRules> undecided() {
      return List.of();
    }
  }

  /// At least one enforced rule is violated.
  record Denied(
      List<Violation> violations,
      List<UndecidedRules> undecided,
      List<Exempted> exempted,
      List<Tolerated> tolerated)
      implements Verdict {
    public Denied {
      violations = List.copyOf(violations);
      undecided = List.copyOf(undecided);
      exempted = List.copyOf(exempted);
      tolerated = List.copyOf(tolerated);
    }

    public Denied(
        List<Violation> violations, List<UndecidedRules> undecided, List<Exempted> exempted) {
      this(violations, undecided, exempted, List.of());
    }

    public Denied(List<Violation> violations, List<UndecidedRules> undecided) {
      this(violations, undecided, List.of(), List.of());
    }
  }

  /// No enforced rule is known to be violated, and at least one rule could not be judged.
  record Undetermined(
      List<Violation> violations,
      List<UndecidedRules> undecided,
      List<Exempted> exempted,
      List<Tolerated> tolerated)
      implements Verdict {
    public Undetermined {
      violations = List.copyOf(violations);
      undecided = List.copyOf(undecided);
      exempted = List.copyOf(exempted);
      tolerated = List.copyOf(tolerated);
    }

    public Undetermined(
        List<Violation> violations, List<UndecidedRules> undecided, List<Exempted> exempted) {
      this(violations, undecided, exempted, List.of());
    }

    public Undetermined(List<Violation> violations, List<UndecidedRules> undecided) {
      this(violations, undecided, List.of(), List.of());
    }

    /// The hardest action that a policy asks for.
    public UndeterminedAction action() {
      return undecided.stream()
          .map(UndecidedRules::action)
          .max(UndeterminedAction::compareTo)
          .orElse(UndeterminedAction.ALLOW);
    }
  }
}
