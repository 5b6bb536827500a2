package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import dev.plimsoll.wording.Wording;
import java.util.List;

/// Workloads for people: what admission would answer to each, in its words; and in full, for
/// there is room here, why rules could not be judged.
final class WorkloadTable {
  private final Style style;
  private final Lines lines;

  WorkloadTable(Style style, Lines lines) {
    this.style = style;
    this.lines = lines;
  }

  void write(List<WorkloadVerdict> workloads) {
    workloads.forEach(this::workload);
  }

  private void workload(WorkloadVerdict workload) {
    if (!workload.mayPass()) {
      lines.add(style.faint(workload.place() + ":"));
      String refusal = Wording.refusal(workload.title(), workload.judged());
      refusal.lines().forEach(line -> lines.wrapped(indent(line), style.width(), line.strip()));
    } else {
      String admitted =
          workload.isOpen()
              ? style.doubtful(" is admitted as far as it was judged")
              : style.good(" is admitted");
      lines.add(style.faint(workload.place() + ": ") + workload.title() + admitted);
    }
    Wording.warnings(workload.judged().stream().map(WorkloadTable::asJudged).toList())
        .forEach(w -> lines.wrapped(0, style.width(), style.doubtful("Warning: ") + w));
    workload.images().forEach(image -> notJudged(image, workload.images().size() > 1));
    for (ImageVerdict image : workload.images()) {
      if (image.policies().isEmpty()) {
        lines.add(style.faint("  no policy is about " + image.image()));
      }
    }
    lines.blank();
  }

  /// Without what could not be judged, which is told apart.
  private static JudgedImage asJudged(JudgedImage image) {
    return switch (image.verdict()) {
      case Admitted _ -> image;
      case Denied denied ->
          new JudgedImage(
              image.image(),
              image.container(),
              image.isVolume(),
              new Denied(denied.violations(), List.of(), denied.exempted(), denied.tolerated()));
      case Undetermined open ->
          new JudgedImage(
              image.image(),
              image.container(),
              image.isVolume(),
              new Admitted(open.violations(), open.exempted(), open.tolerated()));
    };
  }

  /// What a refusal does not tell of anyhow.
  private void notJudged(ImageVerdict image, boolean several) {
    List<UndecidedRules> open =
        image.verdict().undecided().stream()
            .filter(one -> one.action() != UndeterminedAction.DENY)
            .toList();
    if (!open.isEmpty()) {
      lines.add(style.doubtful("Not judged") + (several ? " of " + image.image() : ""));
      open.forEach(one -> TableReport.undecided(one, style, lines));
    }
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
