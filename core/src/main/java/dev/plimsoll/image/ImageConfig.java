package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An image's config (OCI image spec, config.md): how it runs, its layers by diffID, how it came
/// about.
///
/// `exposedPorts` are as written (`8080/tcp`, `53/udp`, a bare `8080`); `workingDirectory` is
/// empty where none is named, and then the root. `stopSignal` is empty where the runtime's own
/// counts. `created` is null where nothing says it, or nothing readable. `remarks` are sentences
/// about what was not understood.
public record ImageConfig(
    Platform platform,
    String user,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    Map<String, String> labels,
    List<Digest> diffIds,
    List<HistoryEntry> history,
    Set<String> exposedPorts,
    Set<String> volumes,
    String workingDirectory,
    Healthcheck healthcheck,
    String stopSignal,
    @Nullable Instant created,
    List<String> remarks) {
  public ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    exposedPorts = Set.copyOf(exposedPorts);
    volumes = Set.copyOf(volumes);
    remarks = List.copyOf(remarks);
  }

  /// A config that says nothing else.
  public ImageConfig(
      Platform platform,
      String user,
      List<String> entrypoint,
      List<String> command,
      List<String> environment,
      Map<String, String> labels,
      List<Digest> diffIds,
      List<HistoryEntry> history) {
    this(
        platform,
        user,
        entrypoint,
        command,
        environment,
        labels,
        diffIds,
        history,
        Set.of(),
        Set.of(),
        "",
        Healthcheck.ABSENT,
        "",
        null,
        List.of());
  }

  /// Whether the config says how to tell that a container is healthy (`HEALTHCHECK`), which
  /// Docker and Podman ask and Kubernetes does not.
  public enum Healthcheck {
    PRESENT,
    /// `HEALTHCHECK NONE`: the base image's is switched off.
    NONE,
    ABSENT
  }

  /// One step of the build: the instruction that the builder wrote down, whether it made a
  /// layer, when it ran, and a comment, which BuildKit fills with its name.
  ///
  /// `created` is null where nothing readable is said; `comment` is empty where there is none.
  public record HistoryEntry(
      String createdBy, boolean emptyLayer, @Nullable Instant created, String comment) {
    public HistoryEntry(String createdBy, boolean emptyLayer) {
      this(createdBy, emptyLayer, null, "");
    }
  }
}
