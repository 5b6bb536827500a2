package dev.plimsoll.rule.base;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// `base-age`: the base that an image is built on was made too long ago, however new the image.
///
/// Layers must prove the base, and the base's own config says when it was made. Bases that are
/// built to be repeatable say 1970 or 1980: of those nobody can tell. Not applicable where no
/// known base is below the image.
public final class BaseAge implements Rule<BaseAge.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("base-age", Family.BASE, Severity.LOW, Depth.CONFIG)
          .refuses("An image is built on a base that was made too long ago.")
          .because(
              "The base's packages miss every security fix since, and building the image again does not"
                  + " bring them while the base is cached.")
          .mendedBy("Pull the base and build the image again: docker build --pull.")
          .practice("Rebuild images regularly, on the base as it is now.")
          .wrongFor(
              "Bases that are released seldom because little is in them; set max for those, or exempt"
                  + " their images.");

  private static final Instant FIRST_CREDIBLE =
      LocalDate.of(1981, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

  /// `max` is how long ago the base may have been made.
  public record Parameters(@Parameter("How long ago a base may have been made.") Duration max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(Duration.ofDays(90));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    BaseImage base = facts.base();
    if (base.evidence() != Evidence.LAYERS) {
      return List.of();
    }
    Optional<Instant> made =
        base.known().stream()
            .filter(known -> known.layers() == base.layers())
            .map(Known::created)
            .filter(Objects::nonNull)
            .findFirst();
    if (made.isEmpty() || made.get().isBefore(FIRST_CREDIBLE)) {
      return List.of(
          Finding.unmeasured(
              DESCRIPTION,
              new Unknown(
                  Cause.NOT_STATED,
                  "the base "
                      + base.name()
                      + " does not say when it was made, so set base-age to"
                      + " Off for images that are built on it")));
    }
    String day = made.get().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return List.of(
        Finding.of(
                DESCRIPTION, new Measure.Moment(made.get()), "base " + base.name() + " of " + day)
            .mendedBy("pull " + base.name() + " and build again: docker build --pull"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Moment(Instant made))) {
      return new Judgement.Within();
    }
    Instant now = container.now();
    if (now == null) {
      return new Judgement.Undecided(
          new Unknown(Cause.NOT_STATED, "nobody said for which moment the base's age is asked"));
    }
    Duration age = Duration.between(made, now);
    return age.compareTo(parameters.max()) > 0
        ? new Judgement.Beyond(
            finding.what() + ", " + age.toDays() + " days ago", parameters.max().toDays() + " days")
        : new Judgement.Within();
  }
}
