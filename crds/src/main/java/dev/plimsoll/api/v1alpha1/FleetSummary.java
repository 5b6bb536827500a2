package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the images that a policy is about weigh together: compressed bytes, each layer once.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FleetSummary(
    @JsonPropertyDescription("Distinct images that run and whose layers are known.") int images,
    @JsonPropertyDescription("Digests that run and whose layers are not known.") int unread,
    @JsonPropertyDescription("Distinct layers.") int layers,
    @JsonPropertyDescription("Bytes of all layers, each once: what a registry holds.")
        Weight unique,
    @JsonPropertyDescription("Bytes of those layers that two images or more have.") Weight shared,
    @JsonPropertyDescription("Bytes of the images if they shared nothing.") Weight asImages,
    @JsonPropertyDescription("Nodes that run any of them.") int nodes,
    @JsonPropertyDescription("Bytes of layers, each once for every node that runs it.")
        Weight onNodes,
    @JsonPropertyDescription("How long one node takes to pull them all, at which bandwidth.")
        @Size(max = 64)
        String pullTime,
    @JsonPropertyDescription("The heaviest bases.")
        @Size(max = LISTED)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Base> bases,
    @JsonPropertyDescription("The heaviest namespaces.")
        @Size(max = LISTED)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Namespace> namespaces,
    @JsonPropertyDescription("What one base for all would save.")
        @Nullable Consolidation consolidation) {

  /// How many bases and namespaces are listed at most.
  public static final int LISTED = 10;

  public FleetSummary {
    bases = bases == null ? List.of() : List.copyOf(bases);
    namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
  }

  /// Bytes, for people and for programs.
  public record Weight(
      @JsonPropertyDescription("As a quantity, rounded, such as 412.3Mi.") @Size(max = 32)
          String size,
      @JsonPropertyDescription("Exactly, in bytes.") long bytes) {}

  /// A base image that others stand on.
  public record Base(
      @JsonPropertyDescription("Its name, or its uppermost layer where nobody names it.")
          @Size(max = 512)
          String name,
      @JsonPropertyDescription("Images that stand on it.") int images,
      @JsonPropertyDescription("Builds of it, told by their layers.") int variants,
      @JsonPropertyDescription("The size of its layers, all builds together.") @Size(max = 32)
          String size,
      @JsonPropertyDescription("The same, exactly, in bytes.") long bytes) {}

  /// A namespace that images run in.
  public record Namespace(
      @JsonPropertyDescription("Its name.") @Size(max = 63) String name,
      @JsonPropertyDescription("Distinct images that run there.") int images,
      @JsonPropertyDescription("The size of their layers, each once.") @Size(max = 32) String size,
      @JsonPropertyDescription("The same, exactly, in bytes.") long bytes,
      @JsonPropertyDescription("Bytes of layers that run in no other namespace.") long ownBytes) {}

  /// All images with a known base on the one that most stand on.
  public record Consolidation(
      @JsonPropertyDescription("That base.") @Size(max = 512) String base,
      @JsonPropertyDescription("Images that are to be built anew.") int images,
      @JsonPropertyDescription("The layers of other bases that go, rounded.") @Size(max = 32)
          String saving,
      @JsonPropertyDescription("The same, exactly, in bytes.") long savingBytes) {}
}
