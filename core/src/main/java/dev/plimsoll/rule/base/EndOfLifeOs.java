package dev.plimsoll.rule.base;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.facts.support.SupportTable;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Parameter;
import dev.plimsoll.rule.parameter.ParameterKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `end-of-life-os`: an image's operating system gets no security fixes any more.
///
/// Its os-release and a table of last days decide, at the moment of judging. Rolling releases and
/// those that the table does not list are never found. A policy writes days of its own over the
/// table's; a table of more than a year is said to be one.
public final class EndOfLifeOs implements Rule<EndOfLifeOs.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("end-of-life-os", Family.BASE, Severity.HIGH, Depth.FILES)
          .refuses("An image's operating system gets no security fixes any more.")
          .because("Whatever is found in its packages from now on stays open in this image.")
          .mendedBy("Build the image on a release that is still supported.")
          .practice("Keep the base image up to date.")
          .wrongFor(
              "Releases for which somebody pays extended support: write their last day under"
                  + " supportedUntil.");

  private static final Period GOOD_FOR = Period.ofYears(1);

  /// `supportedUntil` are last days that stand over the table's; `grace` is how much later a
  /// release is still allowed.
  public record Parameters(
      @Parameter(
              value =
                  "Last days of support that stand over the built-in table's, such as debian:11=2029-06-30.",
              kind = ParameterKind.DATES)
          List<String> supportedUntil,
      @Parameter("How long after its last day of support a release is still allowed.")
          Duration grace) {
    public Parameters {
      supportedUntil = List.copyOf(supportedUntil);
    }
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(List.of(), Duration.ZERO);
  }

  @Override
  public List<Finding> measure(Facts facts) {
    OperatingSystem system = facts.files().orElseThrow().operatingSystem();
    if (system == null || system.version().isEmpty()) {
      return List.of();
    }
    String release = system.id() + ":" + system.version();
    Measure measure =
        SupportTable.bundled()
            .lastDayOf(release)
            .<Measure>map(day -> new Measure.Moment(endOf(day)))
            .orElseGet(Measure.Observed::new);
    String base = facts.base().name();
    return List.of(
        Finding.of(DESCRIPTION, measure, system.prettyName())
            .blaming(facts, system.layer())
            .showing(List.of(new Evidence(release, Bytes.NONE)))
            .mendedBy(
                "build on a release of %s that is still supported%s"
                    .formatted(system.id(), base == null ? "" : ", instead of FROM " + base)));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    Instant end = endOfSupport(finding, parameters).orElse(null);
    if (end == null) {
      return new Judgement.Within();
    }
    Instant now = container.now();
    if (now == null) {
      return new Judgement.Undecided(
          new Unknown(Cause.NOT_STATED, "nobody said for which moment support is asked"));
    }
    if (now.isBefore(end.plus(parameters.grace()))) {
      return new Judgement.Within();
    }
    return new Judgement.Beyond(
        "%s, supported until %s%s"
            .formatted(finding.what(), dayOf(end).minusDays(1), byAnOldTable(finding, end, now)),
        "a supported release");
  }

  private static Optional<Instant> endOfSupport(Finding finding, Parameters parameters) {
    return SupportTable.parse(parameters.supportedUntil())
        .lastDayOf(finding.evidence().getFirst().subject())
        .map(EndOfLifeOs::endOf)
        .or(() -> Optional.ofNullable(listed(finding)));
  }

  private static @Nullable Instant listed(Finding finding) {
    return finding.measure() instanceof Measure.Moment(Instant end) ? end : null;
  }

  /// Support may have been prolonged since the table was written.
  private static String byAnOldTable(Finding finding, Instant end, Instant now) {
    LocalDate asOf = SupportTable.bundled().asOf();
    boolean old = dayOf(now).isAfter(asOf.plus(GOOD_FOR));
    return old && end.equals(listed(finding))
        ? " by a table of " + asOf + ", which is over a year old"
        : "";
  }

  /// The moment after a last day.
  private static Instant endOf(LocalDate lastDay) {
    return lastDay.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static LocalDate dayOf(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
