package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.PolicyOutcome;
import dev.plimsoll.cli.judging.Preview;
import dev.plimsoll.cli.judging.Words;
import java.util.List;

/// A preview for people: what each policy would do, and every workload that would be refused in
/// the webhook's words.
final class PreviewTable {
  private static final int COUNT = 12;
  private static final int NOW = 8;

  private final Preview preview;
  private final Style style;
  private final Lines lines = new Lines();

  private PreviewTable(Preview preview, Style style) {
    this.preview = preview;
    this.style = style;
  }

  static String of(Preview preview, boolean all, Style style) {
    return Style.safe(new PreviewTable(preview, style).write(all));
  }

  private String write(boolean all) {
    lines.wrapped(0, style.width(), preview.summary()).blank();
    policies();
    WorkloadTable workloads = new WorkloadTable(style, lines);
    workloads.write(preview.refused());
    workloads.write(preview.open());
    int admitted = preview.admitted().size();
    if (all) {
      workloads.write(preview.admitted());
    }
    if (!all && admitted > 0) {
      lines.add(
          Words.counted(admitted, "workload", "workloads")
              + " would be admitted; --all lists them.");
      lines.blank();
    }
    tolerating();
    preview.report().remarks().forEach(one -> lines.wrapped(0, style.width(), "note: " + one));
    preview
        .report()
        .lacking()
        .forEach(one -> lines.wrapped(0, style.width(), "not known here: " + one));
    return lines.toString();
  }

  private void policies() {
    if (preview.policies().isEmpty()) {
      lines
          .add(preview.unread().isEmpty() ? "There is no policy." : "No policy could be read.")
          .blank();
      return;
    }
    int name =
        Math.min(
            style.width() - NOW - 4 * COUNT - 2,
            Math.max(
                "policy".length(),
                preview.policies().stream().mapToInt(p -> p.name().length()).max().orElse(0)));
    lines.add(
        style.faint(
            row("policy", name, "now", List.of("images", "refused", "warned", "not judged"))));
    for (PolicyOutcome policy : preview.policies()) {
      lines.add(
          row(
              policy.name(),
              name,
              policy.now(),
              List.of(
                  "" + policy.images(),
                  "" + policy.refused(),
                  "" + policy.milder(),
                  "" + policy.undetermined())));
      if (!policy.rules().isEmpty()) {
        lines.wrapped(2, 4, style.width(), "refused for " + policy.mostFirst(), "", "");
      }
    }
    lines.blank();
  }

  private static String row(String policy, int width, String now, List<String> counts) {
    StringBuilder row = new StringBuilder(Lines.left(Lines.cut(policy, width), width));
    row.append("  ").append(Lines.left(now, NOW));
    counts.forEach(count -> row.append(Lines.right(count, COUNT)));
    return row.toString();
  }

  private void tolerating() {
    List<String> names =
        preview.policies().stream()
            .filter(policy -> policy.willTolerate())
            .map(PolicyOutcome::name)
            .toList();
    if (!names.isEmpty()) {
      lines.wrapped(
          0,
          style.width(),
          ("note: alreadyRunning is Tolerate in %s: when it begins to enforce, what runs is recorded"
                  + " first, goes on and may start again as long as it gets no worse; what comes"
                  + " anew is refused")
              .formatted(String.join(", ", names)));
    }
  }
}
