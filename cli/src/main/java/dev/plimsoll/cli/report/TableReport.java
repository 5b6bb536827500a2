package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Rung;
import dev.plimsoll.prediction.Step;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.verdict.Outlook;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.List;

/// Images for people: what is in them, what is wrong with them, and what saves most.
final class TableReport implements Format {
  private static final int FACT = 10;
  private static final int RUNG = 24;

  @Override
  public String write(Report report, Style style) {
    Lines lines = new Lines();
    for (ImageVerdict image : report.images()) {
      new Image(image, style, lines).write();
    }
    new WorkloadTable(style, lines).write(report.workloads());
    report.remarks().forEach(remark -> lines.wrapped(0, style.width(), "note: " + remark));
    report.lacking().forEach(lack -> lines.wrapped(0, style.width(), "not known here: " + lack));
    return Style.safe(lines.toString());
  }

  /// One image on its way into lines.
  private record Image(ImageVerdict image, Style style, Lines lines) {
    void write() {
      lines.add(style.bold(image.image()));
      headline(image, style, lines);
      lines.blank();
      image.inspections().forEach(this::inspection);
      List<Violation> violations = image.byWhatTheySave();
      if (!violations.isEmpty()) {
        lines.add(style.bold("Violations") + ", by what their fixes save");
        violations.forEach(this::violation);
        lines.blank();
      }
      if (!image.verdict().undecided().isEmpty()) {
        lines.add(style.bold("Not judged"));
        image.verdict().undecided().forEach(open -> undecided(open, style, lines));
        lines.blank();
      }
      afterTheFixes();
    }

    private void violation(Violation violation) {
      String mode = Words.enforcement(violation.enforcement());
      String line = mode + " " + Wording.line(violation) + Words.platform(violation, image);
      lines.wrapped(2, 4, style.width(), line, mode, coloured(violation.enforcement(), style));
      lines.wrapped(4, style.width(), "by " + Wording.blame(violation.finding().blame()));
      lines.wrapped(4, style.width(), "fix: " + Wording.fix(violation.finding()));
    }

    private void inspection(Inspection inspection) {
      switch (inspection) {
        case Uninspectable(Unknown why, _) -> lines.wrapped(0, style.width(), why.detail()).blank();
        case Inspected(Facts facts, Unknown shortfall) -> {
          facts(facts);
          if (shortfall != null) {
            lines.wrapped(2, style.width(), "note: " + shortfall.detail());
          }
          lines.blank();
          new LayerTable(style).write(facts, lines);
          lines.blank();
        }
      }
    }

    private void facts(Facts facts) {
      fact("platform", facts.platform() + ", " + digest(facts.digest()));
      Bytes disk = facts.files().map(FileFacts::diskSize).orElse(null);
      fact(
          "size",
          facts.pullSize()
              + " to pull"
              + (disk == null ? "" : ", " + disk + " on disk")
              + LayerFigures.wasteOf(facts)
                  .filter(waste -> waste.count() > 0)
                  .map(waste -> ", " + waste + " of it wasted")
                  .orElse(""));
      facts
          .files()
          .map(FileFacts::operatingSystem)
          .ifPresent(system -> fact("system", system.prettyName()));
      String user = facts.config().user();
      fact("user", user.isEmpty() ? "root: the image sets no USER" : user);
      fact("base", base(facts.base()));
      facts.files().ifPresent(files -> files.remarks().forEach(remark -> fact("note", remark)));
    }

    private void fact(String name, String value) {
      lines.wrapped(
          2, 2 + FACT, style.width(), Lines.left(name, FACT) + value, name, style.faint(name));
    }

    /// In full where it fits: it is what one copies to pin the image.
    private String digest(Digest digest) {
      boolean fits = 2 + FACT + digest.toString().length() < style.width();
      return fits ? digest.toString() : digest.abbreviated();
    }

    private void afterTheFixes() {
      Outlook outlook = image.judged().outlook();
      if (outlook == null) {
        return;
      }
      lines.wrapped(
          0,
          2,
          style.width(),
          "In all: " + outlook.sentence() + ".",
          "In all",
          style.bold("In all"));
      outlook.prediction().assumed().forEach(sentence -> lines.wrapped(2, style.width(), sentence));
      if (outlook.prediction().rung() != Rung.AS_IS) {
        image.ladder().forEach(this::step);
      }
      lines.blank();
    }

    private void step(Step step) {
      Prediction prediction = step.prediction();
      String text =
          prediction == null
              ? "not possible: " + step.obstacle()
              : prediction.pull().likely() + " to pull, " + prediction.disk().likely() + " on disk";
      lines.wrapped(
          2,
          2 + RUNG,
          style.width(),
          Lines.left("on " + step.rung().phrase(), RUNG) + text,
          "",
          "");
    }
  }

  /// The verdict, on how many violations, under which policies.
  private static void headline(ImageVerdict image, Style style, Lines lines) {
    String verdict = Words.verdict(image.verdict());
    String coloured =
        switch (image.verdict()) {
          case Verdict.Admitted _ -> style.good(verdict);
          case Verdict.Denied _ -> style.bad(verdict);
          case Verdict.Undetermined _ -> style.doubtful(verdict);
        };
    String sentence =
        "%s, %s under %s".formatted(verdict, Words.count(image), Words.policies(image));
    lines.wrapped(0, 2, style.width(), sentence, verdict, coloured);
  }

  private static String coloured(Enforcement enforcement, Style style) {
    String mode = Words.enforcement(enforcement);
    return switch (enforcement) {
      case ENFORCE -> style.bad(mode);
      case WARN -> style.doubtful(mode);
      case AUDIT -> style.faint(mode);
    };
  }

  static void undecided(UndecidedRules open, Style style, Lines lines) {
    lines.wrapped(
        2,
        style.width(),
        "%s (policy %s, whenUndetermined.%s: %s)"
            .formatted(
                open.names(),
                open.policy(),
                open.why().cause().field(),
                Words.action(open.action())));
    lines.wrapped(4, style.width(), open.why().detail());
  }

  private static String base(BaseImage base) {
    String name = base.name() == null ? "" : base.name() + ", ";
    String layers =
        base.layers() == 0
            ? ""
            : Words.counted(base.layers(), "lowest layer", "lowest layers") + ": ";
    return name + layers + base.evidence().phrase();
  }
}
