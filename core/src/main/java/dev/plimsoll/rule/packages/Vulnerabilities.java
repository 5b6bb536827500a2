package dev.plimsoll.rule.packages;

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
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.VulnerabilityReport.Found;
import dev.plimsoll.rule.VulnerabilityReport.Level;
import dev.plimsoll.rule.parameter.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `vulnerabilities`: a scanner reports more critical or high vulnerabilities of an image than are
/// allowed.
///
/// The numbers come with the container that is judged, from whoever keeps such reports. No report
/// is never zero: the image cannot be judged, or passes where the policy says so. An old report can
/// refuse, since what it found did not go away by waiting, and never lets pass.
public final class Vulnerabilities implements Rule<Vulnerabilities.Parameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("vulnerabilities", Family.PACKAGES, Severity.HIGH, Depth.CONFIG)
          .refuses("A scanner reports more vulnerabilities of an image than are allowed.")
          .because("Known vulnerabilities are the ones that are tried first.")
          .mendedBy(
              "Take out the packages that the application does not use, and rebuild on a current base for"
                  + " the others.")
          .practice("Fewer packages have fewer vulnerabilities.")
          .wrongFor(
              "Images that no scanner has seen yet: set reportRequired to false, or whenUndetermined to"
                  + " Warn.");

  private static final int NAMED = 3;

  /// What a policy allows, and which reports it believes.
  public record Parameters(
      @Parameter("The most critical vulnerabilities that are allowed.") int maxCritical,
      @Parameter("The most vulnerabilities of high severity that are allowed.") int maxHigh,
      @Parameter("Whether only vulnerabilities count that a newer version of the package mends.")
          boolean fixableOnly,
      @Parameter("How old a report may be to let an image pass.") Duration maxAge,
      @Parameter(
              "Whether an image without a report that is new enough cannot be judged; otherwise it passes.")
          boolean reportRequired) {}

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters defaults() {
    return new Parameters(0, 10, true, Duration.ofDays(7), true);
  }

  @Override
  public boolean asksForReports() {
    return true;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    return List.of(
        Finding.of(DESCRIPTION, new Measure.Observed(), "what a scanner reports of the image")
            .mendedBy(
                "rebuild on a current base, and take out the packages that the application does not"
                    + " use"));
  }

  @Override
  public Judgement judge(Finding finding, Parameters parameters, ContainerContext container) {
    VulnerabilityReport report = container.vulnerabilities();
    if (report == null) {
      return without(
          parameters,
          "no scanner reports on the image; wait until it is scanned, or see whether the scanner"
              + " works");
    }
    if (count(report, Level.CRITICAL, parameters) > parameters.maxCritical()
        || count(report, Level.HIGH, parameters) > parameters.maxHigh()) {
      return beyond(report, parameters);
    }
    if (!report.mayAdmit()) {
      return without(
          parameters,
          "only %s reports on the image, which counts against an image and not for it"
              .formatted(report.scanner()));
    }
    return isTooOld(report, parameters, container.now())
        ? without(
            parameters,
            "the report of %s on the image is of %s, which is too long ago; see whether the scanner works"
                .formatted(report.scanner(), report.made()))
        : new Judgement.Within();
  }

  private static Judgement without(Parameters parameters, String why) {
    return parameters.reportRequired()
        ? new Judgement.Undecided(new Unknown(Cause.NOT_STATED, why))
        : new Judgement.Within();
  }

  private static boolean isTooOld(
      VulnerabilityReport report, Parameters parameters, @Nullable Instant now) {
    return now != null && report.made().plus(parameters.maxAge()).isBefore(now);
  }

  private static int count(VulnerabilityReport report, Level level, Parameters parameters) {
    Found found = report.of(level);
    return parameters.fixableOnly() ? found.fixable() : found.all();
  }

  private static Judgement beyond(VulnerabilityReport report, Parameters parameters) {
    int critical = count(report, Level.CRITICAL, parameters);
    int high = count(report, Level.HIGH, parameters);
    String which = parameters.fixableOnly() ? " vulnerabilities with a fix" : " vulnerabilities";
    return new Judgement.Beyond(
        "%d critical and %d high%s by %s%s"
            .formatted(critical, high, which, report.scanner(), names(report)),
        "%d critical and %d high".formatted(parameters.maxCritical(), parameters.maxHigh()));
  }

  private static String names(VulnerabilityReport report) {
    Set<String> packages = new LinkedHashSet<>();
    Stream.of(Level.CRITICAL, Level.HIGH)
        .forEach(level -> packages.addAll(report.of(level).packages()));
    if (packages.isEmpty()) {
      return "";
    }
    String first = String.join(", ", packages.stream().limit(NAMED).toList());
    return packages.size() <= NAMED
        ? ": " + first
        : ": %s and %d more packages".formatted(first, packages.size() - NAMED);
  }
}
