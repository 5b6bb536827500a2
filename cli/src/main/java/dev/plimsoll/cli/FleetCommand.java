package dev.plimsoll.cli;

import dev.plimsoll.cli.cluster.ClusterException;
import dev.plimsoll.cli.cluster.ClusterReader;
import dev.plimsoll.cli.fleet.ClusterFleet;
import dev.plimsoll.cli.report.ClusterFormats;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plimsoll fleet`: the images that run in a cluster, the largest and the most wasteful, by
/// namespace and by base.
@Command(
    name = "fleet",
    description = {
      "Show the images that run in the cluster: the largest, the most wasteful, by namespace and by",
      "base, and what they weigh together. All is read from ImageReports and Pods."
    })
final class FleetCommand implements Callable<Integer> {
  private static final long MEGABIT = 1_000_000;

  private final Terminal terminal;

  @Option(
      names = "--top",
      paramLabel = "NUMBER",
      defaultValue = "10",
      description = "How many to list of each in a table; 0 for all. Default: 10.")
  private int top = 10;

  @Option(
      names = "--megabits-per-second",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "The bandwidth by which times are told. Default: 100.")
  private int megabits = 100;

  @Mixin private ClusterOutput output = new ClusterOutput();
  @Mixin private ClusterOptions where = new ClusterOptions();

  FleetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (megabits < 1 || top < 0) {
      throw Failure.usage("--top is no less than 0, and --megabits-per-second no less than 1");
    }
    ClusterFleet fleet = where.ask(terminal, reader -> fleet(reader, megabits * MEGABIT));
    output.print(terminal, ClusterFormats.of(fleet, output.format(), top, terminal.style()));
    return ExitCode.ADMITTED.code();
  }

  private ClusterFleet fleet(ClusterReader reader, long bandwidth) throws ClusterException {
    ClusterReader.Weighed weighed = reader.readFleet();
    return weighed
        .running()
        .map(running -> ClusterFleet.of(weighed.reports(), running, bandwidth, reader.remarks()))
        .orElseGet(
            () -> {
              if (where.namespace() != null) {
                throw Failure.usage(String.join("; ", reader.remarks()));
              }
              return ClusterFleet.of(weighed.reports(), bandwidth, reader.remarks());
            });
  }
}
