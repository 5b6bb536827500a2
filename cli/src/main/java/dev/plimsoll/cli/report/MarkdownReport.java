package dev.plimsoll.cli.report;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.List;

/// A report as Markdown, for a pull request's comment or a job's summary.
final class MarkdownReport implements Format {
  private static final String UNSEEN = "[" + Style.UNSEEN + "]";

  @Override
  public String write(Report report, Style style) {
    Lines lines = new Lines();
    report.images().forEach(image -> image(image, image.image(), lines));
    report.workloads().forEach(workload -> workload(workload, lines));
    report.remarks().forEach(remark -> lines.add("> " + text(remark)).blank());
    report.lacking().forEach(lack -> lines.add("> Not known here: " + text(lack)).blank());
    return lines.toString();
  }

  private static void workload(WorkloadVerdict workload, Lines lines) {
    lines.add(
        "## %s %s (`%s`)"
            .formatted(
                text(workload.title()),
                workload.mayPass() ? "is admitted" : "is refused",
                code(workload.place().toString())));
    lines.blank();
    workload
        .images()
        .forEach(image -> image(image, image.judged().place() + ": " + image.image(), lines));
  }

  private static void image(ImageVerdict image, String title, Lines lines) {
    lines.add("### `" + code(title) + "`: " + Words.verdict(image.verdict())).blank();
    lines.add(text(Words.count(image) + " under " + Words.policies(image)) + ".").blank();
    List<Violation> violations = image.byWhatTheySave();
    if (!violations.isEmpty()) {
      lines.add("| rule | | actual | limit | by | fix | saves (pull) |");
      lines.add("| --- | --- | --- | --- | --- | --- | ---: |");
      violations.forEach(violation -> lines.add(row(violation, image)));
      lines.blank();
    }
    for (UndecidedRules open : image.verdict().undecided()) {
      lines.add("Not judged: %s. %s".formatted(text(open.names()), text(open.why().detail())));
      lines.blank();
    }
    image.facts().forEach(facts -> layers(facts, lines));
  }

  private static String row(Violation violation, ImageVerdict image) {
    Bytes saving = ImageVerdict.savingOf(violation);
    return "| `%s` | %s | %s | %s | %s | %s | %s |"
        .formatted(
            violation.rule(),
            Words.enforcement(violation.enforcement()),
            text(violation.actual() + Words.platform(violation, image)),
            text(violation.limit()),
            text(Wording.blame(violation.finding().blame())),
            text(violation.finding().fix()),
            saving.count() == 0 ? "" : saving);
  }

  private static void layers(Facts facts, Lines lines) {
    Bytes disk = facts.files().map(FileFacts::diskSize).orElse(null);
    lines.add("<details><summary>");
    lines.add(
        "%s: %s to pull%s, %s"
            .formatted(
                text(facts.platform().toString()),
                facts.pullSize(),
                disk == null ? "" : ", " + disk + " on disk",
                Words.counted(facts.layers().size(), "layer", "layers")));
    lines.add("</summary>").blank();
    lines.add("| # | pull | disk | wasted (disk) | from | instruction |");
    lines.add("| ---: | ---: | ---: | ---: | --- | --- |");
    LayerFigures.of(facts).forEach(layer -> lines.add(row(layer)));
    lines.blank().add("</details>").blank();
  }

  private static String row(LayerFigures figures) {
    return "| %d | %s | %s | %s | %s | %s |"
        .formatted(
            figures.layer().number(),
            figures.layer().pullSize(),
            figures.disk() == null ? "" : figures.disk(),
            figures.waste() == null ? "" : figures.waste(),
            figures.origin().phrase(),
            figures.layer().instruction() == null
                ? ""
                : "`" + code(figures.layer().instruction().abbreviated(120)) + "`");
  }

  /// Text in which nothing is markup; it may come from an image.
  static String text(String plain) {
    return plain
        .replaceAll("\\s+", " ")
        .replaceAll(UNSEEN, "?")
        .replaceAll("([\\\\`*_{}\\[\\]#|~@])", "\\\\$1")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /// Text between backticks in a cell.
  static String code(String plain) {
    return plain
        .replaceAll("\\s+", " ")
        .replaceAll(UNSEEN, "?")
        .replace('`', '\'')
        .replace("|", "\\|");
  }
}
