package dev.plimsoll.cli;

import dev.plimsoll.cli.cluster.ClusterException;
import dev.plimsoll.cli.cluster.ClusterReader;
import dev.plimsoll.cli.cluster.Kubectl;
import dev.plimsoll.cli.cluster.Kubectl.Connection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster is asked, and about which namespace, as options of a command; named as kubectl
/// names them.
final class ClusterOptions {
  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of kubectl's configuration. Default: kubectl's own.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "kubectl's configuration. Default: kubectl's own.")
  private @Nullable String kubeconfig;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Look at this namespace alone. Default: all of them.")
  private @Nullable String namespace;

  /// A question to the cluster, by the reader that the options make.
  @FunctionalInterface
  interface Question<T> {
    T ask(ClusterReader reader) throws ClusterException;
  }

  @Nullable String namespace() {
    return namespace;
  }

  /// The answer; where there is none, that is how the command ends.
  <T> T ask(Terminal terminal, Question<T> question) {
    try {
      Kubectl kubectl = Kubectl.find(new Connection(context, kubeconfig), terminal.environment());
      String only = namespace == null ? null : InitCommand.named(namespace);
      return question.ask(new ClusterReader(kubectl, only));
    } catch (ClusterException e) {
      throw e.isAway() ? Failure.undetermined(e.sentence()) : Failure.usage(e.sentence());
    }
  }
}
