package dev.plimsoll.rule.custom;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a custom rule is judged by: the image, and how it is run as far as the caller knows.
///
/// `reference` is what the container asks for. `created` is when the image says it was made.
/// `pod` holds what the caller knows of the Pod, as texts, numbers, booleans, lists and maps with
/// texts as keys.
public record CustomInput(
    Facts facts,
    @Nullable Reference reference,
    @Nullable Instant created,
    List<Port> ports,
    Container container,
    Map<String, ?> pod,
    Namespace namespace) {
  public CustomInput {
    ports = List.copyOf(ports);
    pod = Map.copyOf(pod);
  }

  /// A port that the image says it listens on.
  public record Port(int number, String protocol) {}

  /// The container: its name, and the uid that it or its Pod sets.
  public record Container(@Nullable String name, @Nullable Long runAsUser) {}

  /// The namespace that the image is run in.
  public record Namespace(@Nullable String name, @Nullable Map<String, String> labels) {
    public Namespace {
      labels = labels == null ? null : Map.copyOf(labels);
    }
  }
}
