package dev.plimsoll.cli;

import dev.plimsoll.cli.cluster.Cluster;
import dev.plimsoll.cli.cluster.ClusterPolicy;
import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.judging.PolicyOutcome;
import dev.plimsoll.cli.judging.Preview;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.cli.manifest.ManifestWorkload;
import dev.plimsoll.cli.report.ClusterFormats;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plimsoll preview`: workload by workload, what a cluster's policies would refuse if they
/// enforced.
@Command(
    name = "preview",
    description = {
      "Say, workload by workload, what the cluster's policies would refuse if they enforced.",
      "What ImageReports tell of an image is not read again; registries are asked for the rest."
    })
final class PreviewCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--all", description = "List the workloads too that would be admitted.")
  private boolean all;

  @Option(
      names = "--no-registry",
      negatable = true,
      description = "Judge by the cluster's ImageReports alone, and ask no registry.")
  private boolean registries = true;

  @Mixin private ClusterOutput output = new ClusterOutput();
  @Mixin private FailOnOption failOn = new FailOnOption();
  @Mixin private ClusterOptions where = new ClusterOptions();
  @Mixin private ImageOptions looking = new ImageOptions();

  PreviewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Preview preview =
        where.ask(
            terminal,
            reader -> {
              Cluster cluster = reader.read(true);
              return preview(cluster, reader.remarks());
            });
    output.print(terminal, ClusterFormats.of(preview, output.format(), all, terminal.style()));
    return failOn.code(preview.report().verdicts(), !preview.unread().isEmpty());
  }

  private Preview preview(Cluster cluster, List<String> unread) {
    List<ManifestWorkload> workloads =
        cluster.running().workloads().stream()
            .filter(workload -> cluster.rulebook().isJudged(String.valueOf(workload.namespace())))
            .toList();
    List<String> remarks = new ArrayList<>(unread);
    cluster
        .reports()
        .unreadable()
        .forEach(
            name ->
                remarks.add(
                    "report %s is passed over: it is not what its name says".formatted(name)));
    List<WorkloadVerdict> verdicts = new ArrayList<>();
    List<ClusterPolicy> policies = cluster.rulebook().policies();
    try (ImageDesk desk = looking.desk(terminal, registries, cluster.reports())) {
      Judge judge = new Judge(desk, cluster.rulebook(), InstantSource.system());
      try (Watch _ = Watch.over(desk.progress(), terminal)) {
        remarks.addAll(desk.know(cluster.rulebook().knownBases()));
        verdicts.addAll(judge.workloads(workloads));
      }
    }
    return new Preview(
        policies.stream()
            .map(
                policy ->
                    PolicyOutcome.of(
                        policy.title(), policy.enforcement(), policy.toleratesWhatRan(), verdicts))
            .toList(),
        new Report(List.of(), verdicts, cluster.rulebook().lacking(), remarks),
        cluster.rulebook().unread());
  }
}
