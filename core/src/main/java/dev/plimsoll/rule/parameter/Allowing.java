package dev.plimsoll.rule.parameter;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Evidences;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement;
import java.util.List;

/// The parameters of a rule that allows nothing but what is named.
public record Allowing(
    @Parameter("Names of packages, or of files that no package owns, that are allowed.")
        List<String> allow) {
  public static final Allowing NOTHING = new Allowing(List.of());

  public Allowing {
    allow = List.copyOf(allow);
  }

  /// Beyond where a finding's evidence has subjects that are not allowed; says which, and where
  /// they have a size how much they take up on disk.
  public Judgement judge(Finding finding) {
    List<Evidence> left =
        finding.evidence().stream().filter(e -> !allow.contains(e.subject())).toList();
    if (left.isEmpty()) {
      return new Judgement.Within();
    }
    Bytes bytes = left.stream().map(Evidence::bytes).reduce(Bytes.NONE, Bytes::plus);
    String names = Evidences.names(left);
    return new Judgement.Beyond(
        bytes.equals(Bytes.NONE) ? names : bytes + " on disk: " + names, "none");
  }
}
