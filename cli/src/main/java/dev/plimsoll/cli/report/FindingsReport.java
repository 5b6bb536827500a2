package dev.plimsoll.cli.report;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.wording.Wording;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// All that rules find in an image whatever a policy allows, with the evidence for each.
public final class FindingsReport {
  private static final Comparator<Finding> MOST_FIRST =
      Comparator.<Finding, Bytes>comparing(f -> Finding.pullSizeOf(f.reclaimable()))
          .reversed()
          .thenComparing(Finding::rule);

  private static final int SHOWN = 12;

  private final Style style;
  private final Lines lines = new Lines();

  private FindingsReport(Style style) {
    this.style = style;
  }

  /// What is to be known of an image, platform by platform.
  public static String of(String image, List<Inspection> inspections, Style style) {
    FindingsReport report = new FindingsReport(style);
    report.lines.add(style.bold(image));
    inspections.forEach(report::inspection);
    return Style.safe(report.lines.toString());
  }

  private void inspection(Inspection inspection) {
    switch (inspection) {
      case Uninspectable(Unknown why, _) -> lines.wrapped(0, style.width(), why.detail());
      case Inspected(Facts facts, Unknown shortfall) -> {
        findings(facts);
        if (shortfall != null) {
          lines.wrapped(0, style.width(), "note: " + shortfall.detail());
        }
      }
    }
  }

  private void findings(Facts facts) {
    List<Finding> found =
        Catalogue.rules().stream()
            .filter(rule -> !rule.depthFor(facts).isDeeperThan(facts.depth()))
            .flatMap(rule -> rule.measure(facts).stream())
            .sorted(MOST_FIRST)
            .toList();
    lines.wrapped(
        0,
        style.width(),
        "%s, %s, %s to pull: %d findings, before any policy says how much is too much"
            .formatted(
                facts.platform(), facts.digest().abbreviated(), facts.pullSize(), found.size()));
    lines.blank();
    found.forEach(this::finding);
    long unread = Catalogue.rules().stream().filter(rule -> isUnread(rule, facts)).count();
    if (unread > 0) {
      lines.add("%d rules look at files, which were not read".formatted(unread));
    }
  }

  private static boolean isUnread(Rule<?> rule, Facts facts) {
    return rule.depthFor(facts).isDeeperThan(facts.depth());
  }

  private void finding(Finding finding) {
    String severity = finding.severity().name().toLowerCase(Locale.ROOT);
    lines.wrapped(
        2,
        4,
        style.width(),
        finding.rule() + " (" + severity + "): " + finding.what(),
        finding.rule(),
        style.bold(finding.rule()));
    lines.wrapped(4, style.width(), "by " + Wording.blame(finding.blame()));
    for (Evidence one : finding.evidence().stream().limit(SHOWN).toList()) {
      String bytes = one.bytes().count() == 0 ? "" : one.bytes().toString();
      lines.wrapped(4, 20, style.width(), "- " + one.subject() + " " + bytes, "", "");
    }
    if (finding.evidence().size() > SHOWN) {
      lines.add("    - and %d more".formatted(finding.evidence().size() - SHOWN));
    }
    lines.wrapped(4, style.width(), "fix: " + Wording.fix(finding)).blank();
  }
}
