package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FilesOfImage;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Predictor;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The application of an image opens no file that a fix would take away: each is started as the
/// image says, and what it opens is held against what the findings free and what the prediction
/// leaves out.
///
/// Starts applications in a chroot under strace, for minutes: `make safety` runs it and `make
/// test` does not.
class SafetyRun {
  private static final List<String> IMAGES =
      List.of(
          "apps/000:before",
          "apps/000:after",
          "apps/001:before",
          "apps/002:before",
          "apps/002:after",
          "apps/002-go:before",
          "apps/004:before",
          "apps/node:after");
  private static final String SECONDS = "10";
  private static final int SHOWN = 5;

  /// What Python opens because it is there: whoever lists packages reads what each one tells, and
  /// at every start it runs each `.pth`, setuptools' too, which imports this module of setuptools.
  private static final Pattern LISTED =
      Pattern.compile(".*\\.(dist|egg)-info/entry_points\\.txt|.*\\.pth|.*/_distutils_hack/.*");

  private final List<String> table = new ArrayList<>();
  private final List<String> harm = new ArrayList<>();

  @Test
  void applicationOpensNothingThatAFixTakesAway() throws IOException {
    Path layout = ImageCorpus.find(System.err::println).layout();
    Path script = SourceTree.root().resolve("e2e/safety/trace.sh");
    try (CorpusReading corpus = new CorpusReading()) {
      for (String image : IMAGES) {
        Set<String> opened =
            Script.run(script, List.of(layout.toString(), image, SECONDS), System.err::println)
                .lines()
                .collect(Collectors.toCollection(TreeSet::new));
        Facts facts = corpus.facts(image);
        hold(image, opened, facts, FilesOfImage.of(facts, layout));
      }
    }
    Reports.write("safety.md", page());
    assertThat(harm).isEmpty();
  }

  private void hold(String image, Set<String> opened, Facts facts, FilesOfImage files) {
    // Made while it runs, or opened for being listed.
    opened.removeIf(path -> !files.has(path) || LISTED.matcher(path).matches());
    assertThat(opened).as("files that %s opens", image).isNotEmpty();
    List<Finding> firm = new ArrayList<>();
    for (Rule<?> rule : Catalogue.rules()) {
      for (Finding finding : found(rule, facts)) {
        row(image, finding.rule(), finding.severity(), finding.reclaimable(), opened, files);
        if (finding.severity() != Severity.ADVICE) {
          firm.add(finding);
        }
      }
    }
    Predictor predictor = Predictor.of(facts).fixing(firm);
    Prediction slimmest = predictor.predict();
    row(
        image,
        "prediction: " + slimmest.rung().name().toLowerCase(java.util.Locale.ROOT),
        Severity.HIGH,
        slimmest.removed().groups(),
        opened,
        files);
    table.add(
        "| %s | all | %d | %d | |%n"
            .formatted(image, opened.size(), count(opened, slimmest.removed().groups(), files)));
  }

  /// What a rule finds that is beyond its defaults: a list of packages that are there is no
  /// reason to take them away.
  private static <P extends Record> List<Finding> found(Rule<P> rule, Facts facts) {
    ContainerContext container =
        new ContainerContext("app", 1000L).of(CorpusReading.reference("app:1.2.3"));
    return rule.measure(facts).stream()
        .filter(
            finding ->
                !(finding.measure() instanceof Finding.Measure.Unmeasured)
                    && rule.judge(finding, rule.defaults(), container) instanceof Beyond)
        .toList();
  }

  /// A row for each set that an opened file is in; what is only advice is shown and does not
  /// fail.
  private void row(
      String image,
      String what,
      Severity severity,
      Set<FileGroup> goes,
      Set<String> opened,
      FilesOfImage files) {
    List<String> both = opened.stream().filter(path -> isGone(path, goes, files)).toList();
    if (both.isEmpty()) {
      return;
    }
    String shown = String.join(" ", both.stream().limit(SHOWN).toList());
    String rest = both.size() > SHOWN ? " and %d more".formatted(both.size() - SHOWN) : "";
    table.add(
        "| %s | %s (%s) | %d | %d | %s%s |%n"
            .formatted(
                image,
                what,
                severity.name().toLowerCase(java.util.Locale.ROOT),
                opened.size(),
                both.size(),
                shown,
                rest));
    if (severity != Severity.ADVICE) {
      harm.add(image + ": " + what + ": " + shown + rest);
    }
  }

  private static long count(Set<String> opened, Set<FileGroup> goes, FilesOfImage files) {
    return opened.stream().filter(path -> isGone(path, goes, files)).count();
  }

  /// Whether nothing is left at a path: what an installation writes anew, as `/etc/passwd` and the
  /// linker's cache, is there from the base without it.
  private static boolean isGone(String path, Set<FileGroup> goes, FilesOfImage files) {
    return files.isIn(goes, path) && !files.isBelow(path);
  }

  private String page() {
    return """
        | image | what would go | files opened | of them in it | which |
        | --- | --- | --- | --- | --- |
        """
        + String.join("", table);
  }
}
