package dev.plimsoll.rule.parameter;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;

/// The parameters of a rule that allows things up to a size.
public record MaxSize(@Parameter("The most that is allowed.") Bytes max) {

  /// Small enough that nobody minds.
  public static final MaxSize NEGLIGIBLE = new MaxSize(new Bytes(64 << 10));

  /// A limit in mebibytes.
  public static MaxSize ofMebi(long mebibytes) {
    return new MaxSize(Bytes.ofMebi(mebibytes));
  }

  /// Beyond where a finding's size is more; `of` says what there is too much of.
  public Judgement judge(Finding finding, String of) {
    return switch (finding.measure()) {
      case Measure.PullSize(Bytes size) when size.isMoreThan(max) ->
          new Judgement.Beyond(size + " to pull" + of(of), max.toString());
      case Measure.DiskSize(Bytes size) when size.isMoreThan(max) ->
          new Judgement.Beyond(size + " on disk" + of(of), max.toString());
      default -> new Judgement.Within();
    };
  }

  private static String of(String what) {
    return what.isEmpty() ? "" : " of " + what;
  }
}
