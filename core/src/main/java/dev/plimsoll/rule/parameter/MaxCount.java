package dev.plimsoll.rule.parameter;

import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;

/// The parameters of a rule that allows up to a number of things.
public record MaxCount(@Parameter("The most that are allowed.") int max) {

  /// Beyond where a finding counts more.
  public Judgement judge(Finding finding) {
    return finding.measure() instanceof Measure.Count(long number, String of) && number > max
        ? new Judgement.Beyond(number + " " + of, Integer.toString(max))
        : new Judgement.Within();
  }
}
