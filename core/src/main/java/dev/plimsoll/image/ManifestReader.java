package dev.plimsoll.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of manifests and indexes (OCI image spec, manifest.md and image-index.md;
/// Docker schema 2 and manifest list); refuses by name what is neither.
public final class ManifestReader {
  private static final Set<String> IMAGES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> SCHEMA_1 =
      Set.of(
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");

  /// The last is what Docker 1.10 wrote.
  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json",
          "application/octet-stream");

  private record DescriptorJson(
      @Nullable String mediaType,
      @Nullable String artifactType,
      @Nullable String digest,
      @Nullable Long size,
      @Nullable PlatformJson platform,
      @Nullable Map<String, @Nullable String> annotations) {}

  private record PlatformJson(
      @Nullable String os,
      @Nullable String architecture,
      @Nullable String variant,
      @JsonProperty("os.features") @Nullable List<@Nullable String> features) {}

  private record ManifestJson(
      @Nullable Integer schemaVersion,
      @Nullable String mediaType,
      @Nullable String artifactType,
      @Nullable DescriptorJson config,
      @Nullable List<@Nullable DescriptorJson> layers,
      @Nullable List<@Nullable DescriptorJson> manifests,
      @Nullable Map<String, @Nullable String> annotations) {}

  private final String doing;
  private final Limits limits;

  private ManifestReader(String doing, Limits limits) {
    this.doing = doing;
    this.limits = limits;
  }

  /// The media types that can be read, as an HTTP `Accept` list.
  public static String accepted() {
    return String.join(", ", Stream.concat(IMAGES.stream(), INDEXES.stream()).sorted().toList());
  }

  /// Works out how the JSON of manifests is bound, which the first one would wait for.
  public static void prepare() {
    ImageJson.prepare(ManifestJson.class);
  }

  /// Reads a manifest or index. `mediaType` is what the source says it is, which counts only
  /// where the JSON itself does not say; `doing` begins the sentence of every error.
  public static Manifest read(byte[] json, @Nullable String mediaType, String doing, Limits limits)
      throws SourceException {
    ManifestJson document = ImageJson.read(json, ManifestJson.class, doing, "manifest");
    return new ManifestReader(doing, limits).manifest(document, mediaType);
  }

  /// Reads a list of referrers, which is an index (distribution specification, §Listing
  /// Referrers).
  public static List<ImageSource.Referrer> referrers(byte[] json, String doing)
      throws SourceException {
    ManifestJson document = ImageJson.read(json, ManifestJson.class, doing, "list of referrers");
    ManifestReader reader = new ManifestReader(doing, Limits.defaults());
    if (document.manifests == null) {
      throw reader.malformed("the list of referrers is no index; push what refers to it again");
    }
    List<ImageSource.Referrer> referrers = new ArrayList<>();
    for (DescriptorJson entry : ImageJson.present(document.manifests)) {
      Descriptor manifest = reader.descriptor(entry, "referrer " + (referrers.size() + 1));
      String type = entry.artifactType == null ? "" : entry.artifactType;
      referrers.add(new ImageSource.Referrer(type, manifest));
    }
    return referrers;
  }

  /// Reads what a manifest of any artifact points to (image specification, §Guidelines for
  /// Artifact Usage).
  public static List<Descriptor> artifact(byte[] json, String doing) throws SourceException {
    ManifestJson document = ImageJson.read(json, ManifestJson.class, doing, "manifest");
    ManifestReader reader = new ManifestReader(doing, Limits.defaults());
    if (document.layers == null) {
      throw reader.malformed("its manifest points to nothing");
    }
    List<Descriptor> parts = new ArrayList<>();
    for (DescriptorJson entry : ImageJson.present(document.layers)) {
      parts.add(reader.descriptor(entry, "part " + (parts.size() + 1)));
    }
    return parts;
  }

  private Manifest manifest(ManifestJson document, @Nullable String said) throws SourceException {
    String type = document.mediaType != null ? document.mediaType : said;
    if ((type != null && SCHEMA_1.contains(type))
        || (document.schemaVersion != null && document.schemaVersion == 1)) {
      throw malformed(
          "it is in Docker's schema 1, which no current runtime reads; build and push it again");
    }
    boolean hasImage = document.config != null || document.layers != null;
    boolean hasIndex = document.manifests != null;
    if (hasImage && hasIndex) {
      throw malformed("it claims to be an image and an index at once; push the image again");
    }
    if (hasIndex && (type == null || !IMAGES.contains(type))) {
      return index(document);
    }
    if (hasImage && (type == null || !INDEXES.contains(type))) {
      return image(document);
    }
    throw malformed(
        "it is neither an image nor an index" + (type == null ? "" : " but " + quote(type)));
  }

  private Manifest.OfIndex index(ManifestJson document) throws SourceException {
    List<Descriptor> manifests = new ArrayList<>();
    for (DescriptorJson entry : ImageJson.present(document.manifests)) {
      manifests.add(descriptor(entry, "entry " + (manifests.size() + 1) + " of the index"));
    }
    return new Manifest.OfIndex(manifests, ImageJson.present(document.annotations));
  }

  private Manifest.OfImage image(ManifestJson document) throws SourceException {
    if (document.config == null || document.layers == null) {
      throw malformed("its manifest lacks config or layers; push the image again");
    }
    Descriptor config = descriptor(document.config, "the config");
    if (!CONFIGS.contains(config.mediaType())) {
      throw noImage(document.artifactType == null ? config.mediaType() : document.artifactType);
    }
    List<Descriptor> layers = new ArrayList<>();
    long bytes = config.size().count();
    for (DescriptorJson entry : ImageJson.present(document.layers)) {
      Descriptor layer = descriptor(entry, "layer " + (layers.size() + 1));
      if (!layer.mediaType().contains(".tar")) {
        throw noImage(layer.mediaType());
      }
      layers.add(layer);
      bytes += layer.size().count();
      if (bytes < 0) {
        throw malformed("its sizes add up to more bytes than can exist; push the image again");
      }
    }
    if (layers.size() > limits.layers()) {
      throw new SourceException.TooLarge(
          doing
              + ": it has "
              + layers.size()
              + " layers, more than the "
              + limits.layers()
              + " that are read");
    }
    return new Manifest.OfImage(config, layers, ImageJson.present(document.annotations));
  }

  private Descriptor descriptor(DescriptorJson json, String noun) throws SourceException {
    if (json.mediaType == null || json.size == null || json.size < 0) {
      throw malformed(noun + " lacks a media type or a size; push the image again");
    }
    return new Descriptor(
        json.mediaType,
        ImageJson.digest(json.digest, doing, noun),
        new Bytes(json.size),
        platform(json.platform, noun),
        ImageJson.present(json.annotations));
  }

  /// What is left out counts as empty, as it does for a runtime, which tells that from an entry
  /// that says nothing at all of its platform.
  private @Nullable Platform platform(@Nullable PlatformJson json, String noun)
      throws SourceException {
    if (json == null) {
      return null;
    }
    List<String> features = new ArrayList<>();
    for (String feature : ImageJson.present(json.features)) {
      features.add(ImageJson.name(feature, doing, "a feature that " + noun + " asks for"));
    }
    String variant = ImageJson.name(json.variant, doing, "the variant of " + noun);
    return Platform.asking(
        ImageJson.name(json.os, doing, "the operating system of " + noun),
        ImageJson.name(json.architecture, doing, "the architecture of " + noun),
        variant.isEmpty() ? null : variant,
        features);
  }

  private SourceException noImage(String type) {
    return malformed(
        "it is no container image but an artifact of type " + quote(type) + "; name an image");
  }

  private SourceException malformed(String what) {
    return new SourceException.Malformed(doing + ": " + what);
  }

  private static String quote(String type) {
    String shown = type.length() <= 100 ? type : type.substring(0, 99) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
