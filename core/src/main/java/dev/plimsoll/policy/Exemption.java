package dev.plimsoll.policy;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A permission for some images to break some rules until a moment, as one policy honours it.
///
/// `name` is what people call it, `namespace/name`. It covers no image, no rule and no size but
/// those it says.
public record Exemption(
    String name, ImageMatch match, List<Allowance> allowances, Instant expires) {
  public Exemption {
    allowances = List.copyOf(allowances);
  }

  /// A rule that may be broken: entirely, or by findings of no more than `upTo`.
  public record Allowance(String rule, @Nullable Bytes upTo) {
    private boolean covers(Finding finding) {
      return upTo == null
          || switch (finding.measure()) {
            case Finding.Measure.PullSize(Bytes bytes) -> !bytes.isMoreThan(upTo);
            case Finding.Measure.DiskSize(Bytes bytes) -> !bytes.isMoreThan(upTo);
            case Finding.Measure.Part(Bytes bytes, _) -> !bytes.isMoreThan(upTo);
            case Finding.Measure.User _,
                Finding.Measure.Count _,
                Finding.Measure.Moment _,
                Finding.Measure.Packages _,
                Finding.Measure.Start _,
                Finding.Measure.Observed _,
                Finding.Measure.Base _,
                Finding.Measure.Unmeasured _ ->
                false;
          };
    }
  }

  /// Whether it still counts at this moment.
  public boolean isInForceAt(Instant now) {
    return now.isBefore(expires);
  }

  /// Whether a finding that breaks a rule may stay.
  public boolean covers(Finding finding) {
    return allowances.stream()
        .anyMatch(
            allowance -> allowance.rule().equals(finding.rule()) && allowance.covers(finding));
  }

  /// Whether the rule need not even be judged.
  public boolean coversAllOf(String rule) {
    return allowances.stream()
        .anyMatch(allowance -> allowance.rule().equals(rule) && allowance.upTo() == null);
  }

  /// The same, for those of its rules alone that `accepted` holds.
  public Exemption onlyFor(Predicate<String> accepted) {
    List<Allowance> kept =
        allowances.stream().filter(allowance -> accepted.test(allowance.rule())).toList();
    return new Exemption(name, match, kept, expires);
  }
}
