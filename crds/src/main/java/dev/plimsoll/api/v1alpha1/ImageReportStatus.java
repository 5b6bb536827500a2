package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an image runs, as counts, and what it shares with others that run.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageReportStatus(
    @JsonPropertyDescription("Where the image runs, counted.") @Nullable Running running,
    @JsonPropertyDescription("Its layers beside those of all other images that run.")
        @Nullable Sharing layers,
    @JsonPropertyDescription(
            "When it was last seen to run, or asked for; within a day. The report goes two weeks"
                + " after that.")
        @Nullable String lastUsed,
    @JsonPropertyDescription(
            "Namespaces that it was seen to run in, those that it runs in now first; what policies"
                + " ask for by promotedFrom.")
        @Size(max = PLACES)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<@Size(max = 63) String> namespaces) {
  /// How many namespaces a report remembers at most.
  public static final int PLACES = 32;

  public ImageReportStatus {
    namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
  }

  /// A status that remembers no namespace.
  public ImageReportStatus(
      @Nullable Running running, @Nullable Sharing layers, @Nullable String lastUsed) {
    this(running, layers, lastUsed, List.of());
  }

  /// How often an image runs.
  public record Running(
      @JsonPropertyDescription("Namespaces that it runs in.") int namespaces,
      @JsonPropertyDescription("Workloads, by their top owners.") int workloads,
      @JsonPropertyDescription("Pods.") int pods) {}

  /// Compressed bytes of an image's layers.
  public record Sharing(
      @JsonPropertyDescription("Bytes of layers that no other image that runs has, rounded.")
          @Size(max = 32)
          String own,
      @JsonPropertyDescription("The same, exactly, in bytes.") long ownBytes,
      @JsonPropertyDescription("Bytes of layers that others have too, rounded.") @Size(max = 32)
          String shared,
      @JsonPropertyDescription("The same, exactly, in bytes.") long sharedBytes) {}
}
