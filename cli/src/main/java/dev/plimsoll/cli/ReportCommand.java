package dev.plimsoll.cli;

import dev.plimsoll.cli.cluster.Cluster;
import dev.plimsoll.cli.cluster.ClusterReader;
import dev.plimsoll.cli.cluster.ClusterReports;
import dev.plimsoll.cli.cluster.ClusterReports.Reported;
import dev.plimsoll.cli.cluster.RunningImage;
import dev.plimsoll.cli.cluster.WorkloadName;
import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.manifest.ManifestWorkload;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plimsoll report`: what a cluster's ImageReports tell of an image, as `scan` writes it.
@Command(
    name = "report",
    description = {
      "Show what the cluster's ImageReports tell of an image, as scan shows it.",
      "Images of a workload are judged by the cluster's policies, others by --policy or --profile."
    })
final class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "IMAGE|DIGEST|WORKLOAD",
      description =
          "An image as a workload names it, or its repository alone; the digest of an image; or a"
              + " workload, such as deployment/web.")
  private String subject = "";

  @Option(
      names = "--no-registry",
      negatable = true,
      description = "Ask no registry for what a report does not tell.")
  private boolean registries = true;

  @Mixin private ClusterOptions where = new ClusterOptions();
  @Mixin private PolicyOptions policies = new PolicyOptions();
  @Mixin private ImageOptions looking = new ImageOptions();
  @Mixin private ReportOptions reporting = new ReportOptions();

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<WorkloadName> workload = WorkloadName.parse(subject);
    if (workload.isEmpty()) {
      return reporting.write(ofImage(), terminal);
    }
    return where.ask(
        terminal,
        reader -> {
          Cluster cluster = reader.read(false);
          Report report = ofWorkload(workload.get(), cluster, reader.remarks());
          return reporting.write(report, terminal, !cluster.rulebook().unread().isEmpty());
        });
  }

  private Report ofWorkload(WorkloadName name, Cluster cluster, List<String> unread) {
    List<ManifestWorkload> named =
        cluster.running().workloads().stream().filter(name::names).toList();
    if (named.isEmpty()) {
      throw Failure.usage(
          "there is no %s %s %s that nothing else made"
              .formatted(
                  name.kind().kind(),
                  name.name(),
                  where.namespace() == null
                      ? "in any namespace"
                      : "in namespace " + where.namespace()));
    }
    List<String> remarks = new ArrayList<>(unread);
    List<ImageVerdict> images = new ArrayList<>();
    try (ImageDesk desk = looking.desk(terminal, registries, cluster.reports())) {
      Judge judge = new Judge(desk, cluster.rulebook(), InstantSource.system());
      try (Watch _ = Watch.over(desk.progress(), terminal)) {
        remarks.addAll(desk.know(cluster.rulebook().knownBases()));
        named.forEach(workload -> images.addAll(judge.workload(workload).images()));
      }
    }
    return new Report(images, List.of(), cluster.rulebook().lacking(), remarks);
  }

  private Report ofImage() {
    List<FilePolicy> judgedBy = policies.read(terminal);
    ClusterReader.Weighed cluster = where.ask(terminal, ClusterReader::readFleet);
    Map<String, Reference> found =
        subject.matches("sha(256|512):.*")
            ? byDigest(cluster.reports())
            : byName(cluster.reports(), cluster.running().orElse(List.of()));
    if (found.isEmpty()) {
      throw Failure.undetermined(
          "no ImageReport tells of %s: nothing that runs is named so, or it was not read yet; plimsoll"
                  .formatted(subject)
              + " scan reads an image here");
    }
    try (ImageDesk desk = looking.desk(terminal, registries, cluster.reports())) {
      Judge judge = new Judge(desk, judgedBy, InstantSource.system());
      List<ImageVerdict> verdicts = new ArrayList<>();
      List<String> remarks;
      try (Watch _ = Watch.over(desk.progress(), terminal)) {
        remarks = desk.know(Bases.of(judgedBy));
        found.forEach((name, reference) -> verdicts.add(judge.image(name, reference)));
      }
      return new Report(verdicts, List.of(), judge.lacking(), remarks);
    }
  }

  private Map<String, Reference> byDigest(ClusterReports reports) {
    Digest digest = parsed(() -> Digest.parse(subject));
    Map<String, Reference> found = new LinkedHashMap<>();
    reports.report(digest).ifPresent(report -> add(report, found));
    return found;
  }

  /// By the name that a workload gives it; else by its repository, whichever of its images run.
  private Map<String, Reference> byName(ClusterReports reports, List<RunningImage> running) {
    Reference asked = parsed(() -> Reference.parse(subject));
    Map<String, Reference> found = new LinkedHashMap<>();
    if (asked.digest() != null) {
      reports.report(asked.digest()).ifPresent(_ -> found.put(subject, asked));
      return found;
    }
    for (RunningImage one : running) {
      if (isNamed(one.image(), asked) && reports.report(one.digest()).isPresent()) {
        found.put(one.image() + "@" + one.digest().abbreviated(), asked.at(one.digest()));
      }
    }
    if (found.isEmpty() && !subject.substring(subject.lastIndexOf('/') + 1).contains(":")) {
      String repository = asked.registry() + "/" + asked.repository();
      reports.all().stream()
          .filter(report -> repository.equals(report.spec().repository()))
          .filter(report -> report.spec().image() != null)
          .forEach(report -> add(report, found));
    }
    return found;
  }

  private static boolean isNamed(String image, Reference asked) {
    try {
      return Reference.parse(image).equals(asked);
    } catch (InvalidReferenceException _) {
      return false;
    }
  }

  private static void add(Reported report, Map<String, Reference> found) {
    String name = report.spec().repository() + "@" + report.digest();
    found.put(name, parsed(() -> Reference.parse(name)));
  }

  private static <T> T parsed(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (InvalidReferenceException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
