package dev.plimsoll.rule.reference;

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

/// `image-age`: an image was built too long ago.
///
/// The config's `created` decides. Builds that can be repeated bit for bit write 1970 or 1980
/// there (distroless, ko, jib, `SOURCE_DATE_EPOCH`): of those nobody can tell, nor where nothing
/// is written or the moment is still to come.
public final class ImageAge implements Rule<ImageAge.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("image-age", Family.REFERENCE, Severity.LOW, Depth.CONFIG)
          .refuses("An image was built too long ago.")
          .because(
              "Its base and its packages miss every security fix since; what is rebuilt regularly"
                  + " gets them.")
          .mendedBy("Build the image again on its base as it is now, and deploy that.")
          .practice("Rebuild images regularly, so that fixes of the base reach production.")
          .wrongFor(
              "Reproducible builds carry no true date and come out as undetermined; vendors' images"
                  + " that are released seldom: exempt those.");

  /// Reproducible builds write 0, or the first moment a zip file can hold, which is in 1980.
  private static final Instant FIRST_CREDIBLE =
      LocalDate.of(1981, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

  /// Clocks of build machines may be wrong by so much.
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  /// `max` is how long ago the image may have been built.
  public record Parameters(@Parameter("How long ago an image may have been built.") Duration max) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(Duration.ofDays(180));
  }

  @Override
  public List<Finding> measure(Facts facts) {
    Instant created = facts.config().created();
    if (created == null) {
      return unmeasured("the image does not say when it was built");
    }
    String day = dayOf(created);
    if (created.isBefore(FIRST_CREDIBLE)) {
      return unmeasured(
          "the image says it was built on " + day + ", as builds do that can be repeated");
    }
    return List.of(Finding.of(DESCRIPTION, new Measure.Moment(created), "built on " + day));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    Instant now = container.now();
    if (!(finding.measure() instanceof Measure.Moment(Instant created))) {
      return new Judgement.Within();
    }
    if (now == null) {
      return undecided("nobody said for which moment the image's age is asked");
    }
    Duration age = Duration.between(created, now);
    if (age.plus(CLOCK_SKEW).isNegative()) {
      return undecided(
          "the image says it was "
              + finding.what()
              + ", which is still to come; build it on a machine whose clock is right");
    }
    return age.compareTo(parameters.max()) > 0
        ? new Judgement.Beyond(
            finding.what() + ", " + age.toDays() + " days ago", parameters.max().toDays() + " days")
        : new Judgement.Within();
  }

  private static List<Finding> unmeasured(String why) {
    return List.of(
        Finding.unmeasured(
            DESCRIPTION,
            new Unknown(
                Cause.NOT_STATED,
                why + "; let the build write the moment of the commit (SOURCE_DATE_EPOCH)")));
  }

  private static Judgement undecided(String why) {
    return new Judgement.Undecided(new Unknown(Cause.NOT_STATED, why));
  }

  private static String dayOf(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
