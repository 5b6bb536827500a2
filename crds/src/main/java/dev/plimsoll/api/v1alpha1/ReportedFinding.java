package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One finding in a report: what, where it came from, what it weighs.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportedFinding(
    @JsonPropertyDescription("The rule's id, such as compiler.") @Size(max = 63) String rule,
    @JsonPropertyDescription("critical, high, medium, low or advice.") @Size(max = 16)
        String severity,
    @JsonPropertyDescription("What was measured, with its unit.") @Size(max = 160) String actual,
    @JsonPropertyDescription("The layer that put most of it there, counted from 1, lowest first.")
        @Nullable Integer layer,
    @JsonPropertyDescription("Whether it came with the base image or was added on top of it.")
        @Size(max = 80)
        @Nullable String origin,
    @JsonPropertyDescription("Compressed bytes that go when it is mended.") long bytes,
    @JsonPropertyDescription("The first piece of evidence: a path, a package, a name.")
        @Size(max = 200)
        @Nullable String evidence) {

  /// How many findings a report lists at most.
  public static final int MOST = 40;
}
