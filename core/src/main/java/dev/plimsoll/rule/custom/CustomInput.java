package dev.plimsoll.rule.custom;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Placement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a custom rule is judged by: the image, and how it is run as far as the caller knows.
///
/// `reference` is what the container asks for. `pod` holds what is known of the Pod: texts,
/// numbers, booleans, lists, and maps by texts.
record CustomInput(
    Facts facts,
    @Nullable Reference reference,
    Container container,
    Map<String, ?> pod,
    Namespace namespace,
    Redaction redaction) {
  CustomInput {
    pod = Map.copyOf(pod);
  }

  /// What an image and the context of a container say.
  static CustomInput of(Facts facts, ContainerContext context) {
    Placement place = context.placement();
    return new CustomInput(
        facts,
        context.reference(),
        new Container(
            context.container().isEmpty() ? null : context.container(), context.runAsUser()),
        place.pod(),
        new Namespace(place.namespace(), place.namespaceLabels()),
        new Redaction());
  }

  /// The container: its name, and the uid that it or its Pod sets.
  record Container(@Nullable String name, @Nullable Long runAsUser) {}

  /// The namespace that the image is run in.
  record Namespace(@Nullable String name, @Nullable Map<String, String> labels) {
    Namespace {
      labels = labels == null ? null : Map.copyOf(labels);
    }
  }
}
