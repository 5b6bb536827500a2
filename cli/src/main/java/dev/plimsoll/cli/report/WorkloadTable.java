package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.policy.Wording;
import java.util.List;

/// Workloads for people: what admission would answer to each, in its words.
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
    List<String> warnings = Wording.warnings(workload.judged());
    if (!workload.mayPass()) {
      lines.add(style.faint(workload.place() + ":"));
      String refusal = Wording.refusal(workload.title(), workload.judged());
      refusal.lines().forEach(line -> lines.wrapped(indent(line), style.width(), line.strip()));
    } else {
      lines.add(
          style.faint(workload.place() + ": ") + workload.title() + style.good(" is admitted"));
    }
    warnings.forEach(w -> lines.wrapped(0, style.width(), style.doubtful("Warning: ") + w));
    for (ImageVerdict image : workload.images()) {
      if (image.policies().isEmpty()) {
        lines.add(style.faint("  no policy is about " + image.image()));
      }
    }
    lines.blank();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
