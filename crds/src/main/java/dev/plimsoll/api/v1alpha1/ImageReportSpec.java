package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was read of a manifest digest; until it was, whose turn it is to read it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageReportSpec(
    @JsonPropertyDescription("The digest of the manifest, or of the index.")
        @Required
        @Pattern("^[a-z0-9]+:[a-f0-9]{32,128}$")
        String digest,
    @JsonPropertyDescription("A repository that it was found in.") @Size(max = 512)
        @Nullable String repository,
    @JsonPropertyDescription("Who reads the image; gone once it was read.") @Nullable Claim claim,
    @JsonPropertyDescription("The image in figures.") @Nullable Figures image,
    @JsonPropertyDescription("The images that an index names, by platform.")
        @Size(max = ImageReportSpec.MOST_PLATFORMS)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PlatformImage> platforms,
    @JsonPropertyDescription("Its layers, lowest first; none where there are very many.")
        @Size(max = ImageReportSpec.MOST_LAYERS)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ReportedLayer> layers,
    @JsonPropertyDescription("What rules find in the image.") @Nullable Found found,
    @JsonPropertyDescription(
            "Everything that rules ask of the image, for the operator: packed and in base64.")
        @Size(max = ImageReportSpec.MOST_FACTS)
        @Nullable String facts,
    @JsonPropertyDescription(
            "What was left out because the report would grow too large; the operator then reads the"
                + " image anew after a restart where that is needed.")
        @Size(max = 512)
        @Nullable String truncated) {

  /// How long the packed facts may be at most, in base64.
  public static final int MOST_FACTS = 60_000;

  /// How many images of an index are listed at most.
  public static final int MOST_PLATFORMS = 32;

  /// How many layers are listed at most.
  public static final int MOST_LAYERS = 127;

  public ImageReportSpec {
    layers = layers == null ? List.of() : List.copyOf(layers);
    platforms = platforms == null ? List.of() : List.copyOf(platforms);
  }

  /// A report that nobody has read yet.
  public static ImageReportSpec claimed(String digest, @Nullable String repository, Claim claim) {
    return new ImageReportSpec(
        digest, repository, claim, null, List.of(), List.of(), null, null, null);
  }

  /// Whether the image was read.
  @JsonIgnore
  public boolean isComplete() {
    return claim == null;
  }

  /// Whose turn it is to read the image, and until when; after that it is anybody's.
  public record Claim(
      @JsonPropertyDescription("The replica that reads it.") @Size(max = 256) String holder,
      @JsonPropertyDescription("Until when nobody else does.") String expires) {}

  /// Sizes and origin of an image, for people and for programs.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Figures(
      @JsonPropertyDescription("Config or Files: how deep the image was read.") @Size(max = 16)
          String depth,
      @JsonPropertyDescription("The platform, as linux/amd64.") @Size(max = 128) String platform,
      @JsonPropertyDescription("The compressed size of all layers, rounded.") @Size(max = 32)
          String pullSize,
      @JsonPropertyDescription("The same, exactly, in bytes.") long pullBytes,
      @JsonPropertyDescription("The uncompressed size of all layers, rounded.") @Size(max = 32)
          @Nullable String diskSize,
      @JsonPropertyDescription("The same, exactly, in bytes.") @Nullable Long diskBytes,
      @JsonPropertyDescription("How many layers it has.") int layers,
      @JsonPropertyDescription("The image it was built on, where that is known.") @Size(max = 512)
          @Nullable String base,
      @JsonPropertyDescription("How the base is known.") @Size(max = 128)
          @Nullable String baseKnown,
      @JsonPropertyDescription("The user that its config names; empty is root.") @Size(max = 256)
          String user,
      @JsonPropertyDescription("When it says that it was made.") @Nullable String created) {}

  /// A layer by digest and compressed size, and whether it is the base image's.
  public record ReportedLayer(
      @JsonPropertyDescription("The digest of the layer as it is stored.") @Size(max = 140)
          String digest,
      @JsonPropertyDescription("Its compressed size in bytes.") long bytes,
      @JsonPropertyDescription("Whether it came with the base image.") boolean base) {}

  /// An image of an index.
  public record PlatformImage(
      @JsonPropertyDescription("The platform, as linux/amd64.") @Size(max = 128) String platform,
      @JsonPropertyDescription("The digest of its manifest.") @Size(max = 140) String digest) {}

  /// What the catalogue's rules, each with its defaults, find too much; no policy is asked.
  public record Found(
      @JsonPropertyDescription("How many findings there are, those not listed included.")
          int findings,
      @JsonPropertyDescription(
              "Compressed bytes that go when all of them are mended, rounded; bytes of several count"
                  + " once.")
          @Size(max = 32)
          String reclaimable,
      @JsonPropertyDescription("The same, exactly, in bytes.") long reclaimableBytes,
      @JsonPropertyDescription("The version of the catalogue of rules.") @Size(max = 32)
          String catalogue,
      @JsonPropertyDescription("The most severe first, then those that save most.")
          @Size(max = ReportedFinding.MOST)
          List<ReportedFinding> worst) {
    public Found {
      worst = worst == null ? List.of() : List.copyOf(worst);
    }
  }
}
