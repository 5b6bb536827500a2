package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.cli.manifest.Manifests;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.cli.yaml.YamlException;
import dev.plimsoll.cli.yaml.YamlFiles;
import dev.plimsoll.workload.WorkloadKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plimsoll check`: what admission would say of the workloads in manifests.
@Command(
    name = "check",
    description = "Say of each workload in manifests what admission would say.")
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description =
          "Manifests: a file, a directory with all beneath it, or - for standard input, as from"
              + " helm template or kustomize build. May be given more than once.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace that objects go to which name none.")
  private @Nullable String namespace;

  @Option(
      names = "--extra-workload",
      paramLabel = "KIND=RESOURCE.GROUP/PATH",
      split = ",",
      description =
          "Judge this kind as well, by the Pod template at PATH, as an operator does whose"
              + " plimsoll.extra-workloads says the same: Rollout=rollouts.argoproj.io/spec.template."
              + " May be given more than once.")
  private List<String> extraWorkloads = new ArrayList<>();

  @Mixin private PolicyOptions policies = new PolicyOptions();
  @Mixin private ImageOptions looking = new ImageOptions();
  @Mixin private ReportOptions reporting = new ReportOptions();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<FilePolicy> judgedBy = policies.read(terminal);
    Manifests manifests = manifests();
    // Whoever writes a manifest must not choose which hosts inside are asked: none is configured.
    try (ImageDesk desk = looking.desk(terminal, List.of(), reporting.showsTrees())) {
      return reporting.write(check(desk, manifests, judgedBy), terminal);
    }
  }

  private Report check(ImageDesk desk, Manifests manifests, List<FilePolicy> judgedBy) {
    Judge judge = new Judge(desk, judgedBy, InstantSource.system());
    List<String> remarks = new ArrayList<>(manifests.remarks());
    if (manifests.workloads().isEmpty()) {
      remarks.add(String.join(", ", files) + ": nothing in it runs containers");
    }
    List<WorkloadVerdict> verdicts = new ArrayList<>();
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      remarks.addAll(desk.know(Bases.of(judgedBy)));
      verdicts.addAll(judge.workloads(manifests.workloads()));
    }
    return new Report(List.of(), verdicts, judge.lackingOf(manifests.workloads()), remarks)
        .with(desk.trees());
  }

  private List<WorkloadKind> kinds() {
    try {
      return WorkloadKind.allAnd(extraWorkloads.stream().map(WorkloadKind::parse).toList());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--extra-workload: " + e.getMessage());
    }
  }

  private Manifests manifests() {
    Manifests manifests = new Manifests(namespace, kinds());
    try {
      for (String file : files) {
        for (YamlFiles.Text text : YamlFiles.texts(file, terminal.directory(), terminal.in())) {
          manifests.add(text.file(), text.content());
        }
      }
    } catch (IOException | YamlException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
    if (manifests.documents() == 0) {
      throw Failure.usage(String.join(", ", files) + ": there is no object in it");
    }
    return manifests;
  }
}
