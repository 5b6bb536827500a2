package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// `make bench`: what a Pod's admission costs without a webhook, with one that allows everything
/// and with ours, in a cluster started for it.
///
/// The arguments go to `e2e/bench/admission.sh`, after ours.
public final class AdmissionBench {
  private static final Consumer<String> PROGRESS = System.err::println;
  private static final String WEBHOOK = "plimsoll"; // as config/webhook names it
  private static final String ADMITTED = "/apps/002:corrected";
  private static final String DENIED = "/faults:root";

  private AdmissionBench() {}

  public static void main(String[] arguments) {
    try {
      run(List.of(arguments));
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(List<String> arguments) {
    ImageCorpus corpus = ImageCorpus.find(PROGRESS);
    try (RegistryServer registry = corpus.serve(RegistrySettings.defaults(), PROGRESS);
        ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults());
        Installation installation =
            Installation.install(
                cluster, InstallationSettings.withInsecureRegistries(registry.host()))) {
      measure(cluster, registry, installation, arguments);
      System.out.printf(
          "plimsoll: ready %d ms after its start%n",
          installation.operator().timeToReady().toMillis());
      printRequests(registry);
    }
  }

  /// Measures what is installed; the registry then knows the requests since the first round.
  static void measure(
      ControlPlane cluster,
      RegistryServer registry,
      Installation installation,
      List<String> arguments) {
    List<String> options = new ArrayList<>();
    options.add("-webhook=" + WEBHOOK);
    options.add("-operator-pid=" + installation.operator().processId());
    options.add("-admitted=" + registry.host() + ADMITTED);
    options.add("-denied=" + registry.host() + DENIED);
    apiServer().ifPresent(id -> options.add("-process=kube-apiserver=" + id));
    options.addAll(arguments);
    new LoadGenerator(line -> follow(line, registry)).measure(cluster.kubeconfig(), options);
  }

  /// A tag that denies is asked for again when what is known of it is older than ten seconds.
  private static void printRequests(RegistryServer registry) {
    Map<String, Long> counts =
        registry.requests().stream()
            .collect(Collectors.groupingBy(Object::toString, TreeMap::new, Collectors.counting()));
    System.out.printf("registry requests during the rounds: %d%n", registry.requests().size());
    counts.forEach((request, count) -> System.out.printf("  %d x %s%n", count, request));
  }

  /// What is asked of the registry before the first round is asked for images not yet known.
  private static void follow(String line, RegistryServer registry) {
    PROGRESS.accept(line);
    if (line.startsWith("round 1 of ")) {
      registry.forgetRequests();
    }
  }

  /// The process id of the API server, which is one of the programs started here.
  private static OptionalLong apiServer() {
    return ProcessHandle.current()
        .descendants()
        .filter(AdmissionBench::isApiServer)
        .mapToLong(ProcessHandle::pid)
        .findFirst();
  }

  /// By an option that no other program takes; the shell that watches over the program has it too.
  private static boolean isApiServer(ProcessHandle process) {
    List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
    return arguments.stream().anyMatch(argument -> argument.startsWith("--etcd-servers="))
        && !arguments.contains("-c");
  }
}
