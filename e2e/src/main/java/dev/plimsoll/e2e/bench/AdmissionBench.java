package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.ArrayList;
import java.util.List;

/// `make bench`: what a Pod's admission costs without a webhook and with one that allows
/// everything, in a cluster started for it.
///
/// The arguments go to `e2e/bench/admission.sh`, after ours.
public final class AdmissionBench {
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
    try (var cluster = ControlPlane.start(ControlPlaneSettings.defaults())) {
      List<String> options = new ArrayList<>();
      apiServer().ifPresent(id -> options.add("-process=kube-apiserver=" + id));
      options.addAll(arguments);
      new LoadGenerator(System.err::println).measure(cluster.kubeconfig(), options);
    }
  }

  /// The process id of the API server, which is one of the programs started here.
  private static java.util.OptionalLong apiServer() {
    return ProcessHandle.current()
        .descendants()
        .filter(AdmissionBench::isApiServer)
        .mapToLong(ProcessHandle::pid)
        .findFirst();
  }

  /// By an option that no other program takes; the shell that watches over the program has it too.
  private static boolean isApiServer(ProcessHandle process) {
    var arguments = process.info().arguments().map(List::of).orElse(List.of());
    return arguments.stream().anyMatch(argument -> argument.startsWith("--etcd-servers="))
        && !arguments.contains("-c");
  }
}
