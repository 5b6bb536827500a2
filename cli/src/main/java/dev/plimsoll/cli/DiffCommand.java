package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.Difference;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.cli.report.DiffReport;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.reference.Reference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plimsoll diff`: what changed from one image to another.
@Command(
    name = "diff",
    description = "Say what grew from one image to another, and which violations came or went.")
final class DiffCommand implements Callable<Integer> {
  private final Terminal terminal;

  /// How a difference can be written.
  enum Output {
    TABLE,
    MARKDOWN,
    JSON;

    /// In lower case, as people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "IMAGE",
      arity = "2",
      description = "The image before and the image after, named as for scan.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: table.")
  private Output output = Output.TABLE;

  @Mixin private PolicyOptions policies = new PolicyOptions();
  @Mixin private ImageOptions looking = new ImageOptions();

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ImageNames names = ImageNames.of(images);
    if (names.images().size() < 2) {
      throw Failure.usage("both images are %s; name two".formatted(images.getFirst()));
    }
    names.leaveStandardInputTo(policies.readStandardInput());
    List<FilePolicy> judgedBy = policies.read(terminal);
    try (ImageDesk desk = looking.desk(terminal, names.registries())) {
      Difference difference = difference(desk, names, judgedBy);
      terminal.out().print(write(difference));
      return exitCode(difference).code();
    }
  }

  private Difference difference(ImageDesk desk, ImageNames names, List<FilePolicy> judgedBy) {
    Map<String, Reference> references = names.open(desk, terminal);
    Judge judge = new Judge(desk, judgedBy, InstantSource.system());
    List<ImageVerdict> verdicts = new ArrayList<>();
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      List<String> unread = desk.know(Bases.of(judgedBy));
      references.forEach((name, reference) -> verdicts.add(judge.image(name, reference)));
      return Difference.between(verdicts.getFirst(), verdicts.getLast(), unread);
    }
  }

  private String write(Difference difference) {
    return switch (output) {
      case TABLE -> DiffReport.table(difference, terminal.style());
      case MARKDOWN -> DiffReport.markdown(difference);
      case JSON -> DiffReport.json(difference);
    };
  }

  /// A new violation that is enforced fails; so does what could not be read or judged, for
  /// whoever cannot tell may not say that nothing came.
  private static ExitCode exitCode(Difference difference) {
    if (!difference.comparable()) {
      return ExitCode.UNDETERMINED;
    }
    if (difference.came().stream().anyMatch(v -> v.enforcement() == Enforcement.ENFORCE)) {
      return ExitCode.VIOLATIONS;
    }
    return difference.undecided().stream().anyMatch(open -> ExitCode.counts(open.rules()))
        ? ExitCode.UNDETERMINED
        : ExitCode.ADMITTED;
  }
}
