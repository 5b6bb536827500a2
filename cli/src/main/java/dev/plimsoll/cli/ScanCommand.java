package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `plimsoll scan`: what is in images, and what admission would say of it.
@Command(
    name = "scan",
    description = "Look into images and judge them by policies or a profile.",
    mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "References of images, such as registry.example.com/shop/web:1.4.")
  private List<String> images = new ArrayList<>();

  @Mixin private PolicyOptions policies = new PolicyOptions();
  @Mixin private ImageOptions looking = new ImageOptions();
  @Mixin private ReportOptions reporting = new ReportOptions();

  ScanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Reference> references = references(images);
    List<FilePolicy> judgedBy = policies.read(terminal);
    List<String> registries =
        references.values().stream().map(Reference::registry).distinct().toList();
    try (ImageDesk desk = looking.desk(terminal, registries)) {
      return reporting.write(scan(desk, references, judgedBy), terminal);
    }
  }

  private Report scan(
      ImageDesk desk, Map<String, Reference> references, List<FilePolicy> judgedBy) {
    Judge judge = new Judge(desk, judgedBy, InstantSource.system());
    List<ImageVerdict> verdicts = new ArrayList<>();
    List<String> remarks;
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      remarks = desk.know(Bases.of(judgedBy));
      references.forEach((name, reference) -> verdicts.add(judge.image(name, reference)));
    }
    return new Report(verdicts, List.of(), judge.lacking(), remarks);
  }

  /// What was written, and what it means.
  static Map<String, Reference> references(List<String> names) {
    Map<String, Reference> references = new LinkedHashMap<>();
    for (String name : names) {
      try {
        references.put(name, Reference.parse(name));
      } catch (InvalidReferenceException e) {
        throw Failure.usage(String.valueOf(e.getMessage()));
      }
    }
    return references;
  }
}
