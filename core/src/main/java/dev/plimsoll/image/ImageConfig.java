package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import java.util.List;
import java.util.Map;

/// An image's config (OCI image spec, config.md): how it runs, its layers by diffID, how it came
/// about.
public record ImageConfig(
    Platform platform,
    String user,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    Map<String, String> labels,
    List<Digest> diffIds,
    List<HistoryEntry> history) {
  public ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /// One step of the build: the instruction that the builder wrote down, and whether it made a
  /// layer.
  public record HistoryEntry(String createdBy, boolean emptyLayer) {}
}
