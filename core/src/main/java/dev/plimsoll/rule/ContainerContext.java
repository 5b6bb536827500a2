package dev.plimsoll.rule;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.memory.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a workload runs a container, as far as rules care, and the circumstances.
///
/// `container` is its name. `security` is the container's own security context over its Pod's.
/// `command` and `arguments` stand in for the image's entrypoint and command where they are
/// not null. `environment` are those [ModeVariables][dev.plimsoll.facts.ModeVariables] that
/// the workload writes itself. `reference` is the image as the workload names it, null where
/// nobody said.
public record ContainerContext(
    String container,
    Circumstances circumstances,
    Security security,
    @Nullable List<String> command,
    @Nullable List<String> arguments,
    Map<String, String> environment,
    @Nullable Reference reference) {
  public ContainerContext {
    command = command == null ? null : List.copyOf(command);
    arguments = arguments == null ? null : List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /// A container of which nobody says where it runs, and of whose image nobody reports
  /// vulnerabilities.
  public ContainerContext(
      String container,
      Security security,
      @Nullable List<String> command,
      @Nullable List<String> arguments,
      Map<String, String> environment,
      @Nullable Reference reference,
      @Nullable Instant now) {
    this(
        container,
        new Circumstances(now, Placement.UNKNOWN, null, Memory.NONE),
        security,
        command,
        arguments,
        environment,
        reference);
  }

  /// A container of which nothing is known but its name and the uid that is set for it, if any.
  public ContainerContext(String container, @Nullable Long runAsUser) {
    this(container, new Security(runAsUser, null), null, null, Map.of(), null, null);
  }

  /// What the workload does not say itself: `now` is the moment of judging, null where none is
  /// meant. `placement` is where the Pod is, as far as the caller knows. `vulnerabilities` are
  /// what somebody found in the image, null where nobody reports on it, which is not the same as
  /// none. `memory` is what the cluster remembers that bears on the image.
  public record Circumstances(
      @Nullable Instant now,
      Placement placement,
      @Nullable VulnerabilityReport vulnerabilities,
      Memory memory) {}

  /// Where a container runs: the name and labels of the namespace, null where nobody knows them,
  /// and what is known of the Pod, by the names of its fields (`labels`).
  public record Placement(
      @Nullable String namespace,
      @Nullable Map<String, String> namespaceLabels,
      Map<String, Object> pod) {
    public static final Placement UNKNOWN = new Placement(null, null, Map.of());

    public Placement {
      namespaceLabels = namespaceLabels == null ? null : Map.copyOf(namespaceLabels);
      pod = Map.copyOf(pod);
    }
  }

  /// What a workload sets for a container's process; null for what it leaves to the image.
  public record Security(@Nullable Long runAsUser, @Nullable Boolean runAsNonRoot) {
    public static final Security UNSET = new Security(null, null);

    /// This over what the Pod sets for all its containers.
    public Security over(Security pod) {
      return new Security(
          runAsUser == null ? pod.runAsUser : runAsUser,
          runAsNonRoot == null ? pod.runAsNonRoot : runAsNonRoot);
    }

    /// Whether the kubelet refuses to start the container as root.
    public boolean mustNotBeRoot() {
      return Boolean.TRUE.equals(runAsNonRoot);
    }
  }

  /// The uid that the workload sets, null where it leaves that to the image.
  public @Nullable Long runAsUser() {
    return security.runAsUser;
  }

  public @Nullable Instant now() {
    return circumstances.now;
  }

  public Placement placement() {
    return circumstances.placement;
  }

  public @Nullable VulnerabilityReport vulnerabilities() {
    return circumstances.vulnerabilities;
  }

  public Memory memory() {
    return circumstances.memory;
  }

  /// The same container, whose image is named so.
  public ContainerContext of(Reference named) {
    return new ContainerContext(
        container, circumstances, security, command, arguments, environment, named);
  }

  /// The same container, judged at this moment.
  public ContainerContext at(@Nullable Instant moment) {
    return under(new Circumstances(moment, placement(), vulnerabilities(), memory()));
  }

  /// The same container, on whose image there is this report, or none.
  public ContainerContext reportedBy(@Nullable VulnerabilityReport report) {
    return under(new Circumstances(now(), placement(), report, memory()));
  }

  /// The same container, run there.
  public ContainerContext in(Placement place) {
    return under(new Circumstances(now(), place, vulnerabilities(), memory()));
  }

  /// The same container, of which this is remembered.
  public ContainerContext remembering(Memory known) {
    return under(new Circumstances(now(), placement(), vulnerabilities(), known));
  }

  private ContainerContext under(Circumstances changed) {
    return new ContainerContext(
        container, changed, security, command, arguments, environment, reference);
  }
}
