package dev.plimsoll.rule.parameter;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import java.time.Duration;
import java.time.Instant;

/// The parameters of a rule that lets something be for a while after it came about.
public record Grace(@Parameter("How long ago it may have come about.") Duration after) {

  /// Beyond where a finding's moment is as long ago, or longer.
  public Judgement judge(Finding finding, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Moment(Instant since))) {
      return new Judgement.Within();
    }
    Instant now = container.now();
    if (now == null) {
      return new Judgement.Undecided(
          new Unknown(Cause.NOT_STATED, "nobody said for which moment this is asked"));
    }
    Duration age = Duration.between(since, now);
    return age.compareTo(after) >= 0
        ? new Judgement.Beyond(finding.what() + ", " + inWords(age) + " ago", inWords(after))
        : new Judgement.Within();
  }

  private static String inWords(Duration time) {
    return time.toDays() > 1
        ? time.toDays() + " days"
        : time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
  }
}
