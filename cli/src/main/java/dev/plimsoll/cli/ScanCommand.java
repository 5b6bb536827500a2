package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.reference.Reference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plimsoll scan`: what is in images, and what admission would say of it.
@Command(name = "scan", description = "Look into images and judge them by policies or a profile.")
final class ScanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "Images: references, such as registry.example.com/shop/web:1.4; oci:DIR[:TAG] for an OCI"
              + " layout (a directory or a tar); docker-archive:FILE for what docker save wrote; -"
              + " for either on standard input.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--as",
      paramLabel = "REFERENCE",
      description = "Judge the one image in a file as if it were pulled by this reference.")
  private @Nullable String called;

  @Mixin private PolicyOptions policies = new PolicyOptions();
  @Mixin private ImageOptions looking = new ImageOptions();
  @Mixin private ReportOptions reporting = new ReportOptions();

  ScanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ImageNames names = ImageNames.of(images, called);
    names.leaveStandardInputTo(policies.readStandardInput());
    List<FilePolicy> judgedBy = policies.read(terminal);
    try (ImageDesk desk = looking.desk(terminal, names.registries(), reporting.showsTrees())) {
      return reporting.write(scan(desk, names, judgedBy), terminal);
    }
  }

  private Report scan(ImageDesk desk, ImageNames names, List<FilePolicy> judgedBy) {
    Judge judge = new Judge(desk, judgedBy, InstantSource.system());
    Map<String, Reference> references = names.open(desk, terminal);
    List<ImageVerdict> verdicts = new ArrayList<>();
    List<String> remarks;
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      remarks = desk.know(Bases.of(judgedBy));
      references.forEach((name, reference) -> verdicts.add(judge.image(name, reference)));
    }
    List<String> lacking = new ArrayList<>(names.lacking(references));
    lacking.addAll(judge.lacking());
    return new Report(verdicts, List.of(), lacking, remarks).with(desk.trees());
  }
}
