package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.Cache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a [ControlPlane] is to be started.
///
/// @param nodes the fake nodes; none means that no Pod runs
/// @param apiServerFlags added to the API server's own, and stronger (`--max-requests-inflight=1`)
/// @param useGivenCluster take the cluster that `KUBECONFIG` names, where it names one
/// @param directory where configuration and logs are kept; null for a temporary one, which goes
/// @param progress gets one line for each step that takes a while
public record ControlPlaneSettings(
    List<FakeNodes> nodes,
    List<String> apiServerFlags,
    boolean useGivenCluster,
    @Nullable Path directory,
    Consumer<String> progress) {

  public ControlPlaneSettings {
    nodes = List.copyOf(nodes);
    apiServerFlags = List.copyOf(apiServerFlags);
  }

  /// One amd64 node, of our own, and progress on standard error.
  public static ControlPlaneSettings defaults() {
    return new ControlPlaneSettings(
        List.of(new FakeNodes(1, "amd64")), List.of(), false, null, System.err::println);
  }

  public ControlPlaneSettings withNodes(FakeNodes... nodes) {
    return new ControlPlaneSettings(
        List.of(nodes), apiServerFlags, useGivenCluster, directory, progress);
  }

  public ControlPlaneSettings withApiServerFlags(String... flags) {
    var all = Stream.concat(apiServerFlags.stream(), Stream.of(flags)).toList();
    return new ControlPlaneSettings(nodes, all, useGivenCluster, directory, progress);
  }

  public ControlPlaneSettings withGivenCluster() {
    return new ControlPlaneSettings(nodes, apiServerFlags, true, directory, progress);
  }

  public ControlPlaneSettings withDirectory(Path directory) {
    return new ControlPlaneSettings(
        nodes, apiServerFlags, useGivenCluster, directory.toAbsolutePath(), progress);
  }

  public ControlPlaneSettings withProgress(Consumer<String> progress) {
    return new ControlPlaneSettings(nodes, apiServerFlags, useGivenCluster, directory, progress);
  }

  Optional<Path> givenKubeconfig() {
    return useGivenCluster ? Cache.variable("KUBECONFIG").map(Path::of) : Optional.empty();
  }
}
