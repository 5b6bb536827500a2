package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.List;
import java.util.Locale;

/// One violation on the page: what, whose fault, the fix, the evidence.
record ViolationItem(Violation violation, ImageVerdict image, Html html) {
  private static final int SHOWN = 8;

  void write() {
    Finding finding = violation.finding();
    String mode = Words.enforcement(violation.enforcement());
    html.tag("li").tag("p", "class", "what");
    html.of("span", mode, "class", "mode " + mode.toLowerCase(Locale.ROOT)).text(" ");
    html.of("b", violation.rule()).text(": " + violation.actual());
    html.text(Words.platform(violation, image) + ", limit " + violation.limit()).end().line();
    html.of("p", "by " + Wording.blame(finding.blame()), "class", "blame").line();
    html.tag("p", "class", "fix").of("b", "Fix").text(": " + Wording.fix(finding)).end().line();
    evidence(finding.evidence());
    html.of("p", "policy " + violation.policy() + ", " + severity(finding), "class", "policy");
    html.line().end().line();
  }

  private static String severity(Finding finding) {
    return "severity " + finding.severity().name().toLowerCase(Locale.ROOT);
  }

  private void evidence(List<Finding.Evidence> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    html.tag("details").of("summary", "Evidence (" + evidence.size() + ")").tag("ul").line();
    for (Finding.Evidence one : evidence.stream().limit(SHOWN).toList()) {
      html.tag("li").of("code", one.subject());
      html.text(one.bytes().count() == 0 ? "" : " " + one.bytes()).end().line();
    }
    if (evidence.size() > SHOWN) {
      html.of("li", "and " + (evidence.size() - SHOWN) + " more; -o json has them all").line();
    }
    html.end().end().line();
  }
}
