package dev.plimsoll.rule.packages;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.VulnerabilityReport.Found;
import dev.plimsoll.rule.VulnerabilityReport.Level;
import dev.plimsoll.rule.packages.Vulnerabilities.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VulnerabilitiesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final VulnerabilityReport BAD =
      report(
          new Found(3, 1, List.of("openssl", "zlib1g")),
          new Found(12, 4, List.of("perl", "zlib1g", "git")));
  private final Vulnerabilities rule = new Vulnerabilities();

  @Test
  void refusesMoreCriticalOnesThanAllowed() {
    assertThat(judged(new Parameters(2, 12, false, Duration.ofDays(7), true), BAD))
        .isEqualTo(
            new Beyond(
                "3 critical and 12 high vulnerabilities by Trivy: openssl, zlib1g, perl and 1 more packages",
                "2 critical and 12 high"));
  }

  @Test
  void refusesMoreHighOnesThanAllowed() {
    assertThat(judged(new Parameters(3, 11, false, Duration.ofDays(7), true), BAD))
        .isInstanceOf(Beyond.class);
    assertThat(judged(new Parameters(3, 12, false, Duration.ofDays(7), true), BAD))
        .isEqualTo(new Within());
  }

  @Test
  void countsOnlyFixableOnesWherePoliciesSaySo() {
    assertThat(judged(new Parameters(1, 4, true, Duration.ofDays(7), true), BAD))
        .isEqualTo(new Within());
    assertThat(
            judged(
                new Parameters(0, 4, true, Duration.ofDays(7), true),
                report(new Found(1, 1, List.of()), Found.NONE)))
        .isEqualTo(
            new Beyond(
                "1 critical and 0 high vulnerabilities with a fix by Trivy",
                "0 critical and 4 high"));
  }

  @Test
  void neverTakesNoReportForNoVulnerabilities() {
    assertThat(judged(rule.defaults(), null))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> {
              assertThat(undecided.why().cause()).isEqualTo(Cause.NOT_STATED);
              assertThat(undecided.why().detail()).startsWith("no scanner reports on the image");
            });
    assertThat(judged(optional(), null)).isEqualTo(new Within());
  }

  @Test
  void letsNothingPassByAnOldReport() {
    VulnerabilityReport clean = report(Found.NONE, Found.NONE);
    Instant lastMoment = clean.made().plus(Duration.ofDays(7));

    assertThat(judgedAt(lastMoment, rule.defaults(), clean)).isEqualTo(new Within());
    assertThat(judgedAt(lastMoment.plusMillis(1), rule.defaults(), clean))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.why().detail()).contains("2026-06-01T12:00:00Z"));
    assertThat(judgedAt(lastMoment.plusMillis(1), optional(), clean)).isEqualTo(new Within());
  }

  @Test
  void letsNothingPassByAReportThatCountsAgainstImagesAlone() {
    VulnerabilityReport clean = new VulnerabilityReport("an attestation", NOW, Map.of(), false);
    VulnerabilityReport bad = new VulnerabilityReport("an attestation", NOW, BAD.findings(), false);

    assertThat(judged(rule.defaults(), clean)).isInstanceOf(Undecided.class);
    assertThat(judged(optional(), clean)).isEqualTo(new Within());
    assertThat(judged(rule.defaults(), bad)).isInstanceOf(Beyond.class);
  }

  @Test
  void refusesByAnOldReportAllTheSame() {
    assertThat(judgedAt(NOW.plus(Duration.ofDays(90)), rule.defaults(), BAD))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void doesNotAskForTheAgeWhereThereIsNoMoment() {
    assertThat(judgedAt(null, rule.defaults(), report(Found.NONE, Found.NONE)))
        .isEqualTo(new Within());
  }

  @Test
  void keepsTheReportWhateverElseIsSaidOfTheContainer() {
    Reference named = Reference.parse("registry.example.com/web:1");

    ContainerContext container =
        new ContainerContext("web", null).reportedBy(BAD).of(named).at(NOW);

    assertThat(container.vulnerabilities()).isEqualTo(BAD);
    assertThat(container.reportedBy(null).vulnerabilities()).isNull();
    assertThat(container.reportedBy(null).now()).isEqualTo(NOW);
    assertThat(container.reportedBy(null).reference()).isEqualTo(named);
  }

  @Test
  void doesNotBelieveMoreFixableOnesThanThereAre() {
    assertThatThrownBy(() -> new Found(1, 2, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 1");
  }

  private static Parameters optional() {
    return new Parameters(0, 0, true, Duration.ofDays(7), false);
  }

  private static VulnerabilityReport report(Found critical, Found high) {
    return new VulnerabilityReport(
        "Trivy", NOW, Map.of(Level.CRITICAL, critical, Level.HIGH, high));
  }

  private Judgement judged(Parameters parameters, VulnerabilityReport report) {
    return judgedAt(NOW, parameters, report);
  }

  private Judgement judgedAt(Instant now, Parameters parameters, VulnerabilityReport report) {
    List<Finding> findings = rule.measure(image().layer(1, "RUN").facts());
    assertThat(findings).hasSize(1);
    return rule.judge(
        findings.getFirst(),
        parameters,
        new ContainerContext("web", null).at(now).reportedBy(report));
  }
}
