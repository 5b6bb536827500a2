package dev.plimsoll.cli.report;

import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.verdict.UndecidedRules;
import java.util.function.Predicate;

/// What of a report makes the command fail that writes it: violations enforced so, and rules that
/// were not judged.
public record Failing(Predicate<Enforcement> violations, Predicate<UndecidedRules> undecided) {}
