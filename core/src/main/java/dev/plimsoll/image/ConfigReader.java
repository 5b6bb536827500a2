package dev.plimsoll.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of configs (OCI image spec, config.md; Docker's has the same shape). Whatever
/// a builder left out is empty; an operating system or architecture left out is `unknown`.
public final class ConfigReader {
  private record ConfigJson(
      @Nullable String os,
      @Nullable String architecture,
      @Nullable String variant,
      @Nullable RunJson config,
      @Nullable RootJson rootfs,
      @Nullable List<@Nullable HistoryJson> history) {}

  private record RunJson(
      @JsonProperty("User") @Nullable String user,
      @JsonProperty("Env") @Nullable List<@Nullable String> env,
      @JsonProperty("Entrypoint") @Nullable List<@Nullable String> entrypoint,
      @JsonProperty("Cmd") @Nullable List<@Nullable String> cmd,
      @JsonProperty("Labels") @Nullable Map<String, @Nullable String> labels) {}

  private record RootJson(@JsonProperty("diff_ids") @Nullable List<@Nullable String> diffIds) {}

  private record HistoryJson(
      @JsonProperty("created_by") @Nullable String createdBy,
      @JsonProperty("empty_layer") @Nullable Boolean emptyLayer) {}

  private static final RunJson NOTHING_SAID = new RunJson(null, null, null, null, null);

  private ConfigReader() {}

  /// Reads a config; `doing` begins the sentence of every error.
  public static ImageConfig read(byte[] json, String doing) throws SourceException {
    ConfigJson document = ImageJson.read(json, ConfigJson.class, doing, "config");
    RunJson run = document.config == null ? NOTHING_SAID : document.config;
    return new ImageConfig(
        new Platform(orUnknown(document.os), orUnknown(document.architecture), document.variant),
        run.user == null ? "" : run.user,
        ImageJson.present(run.entrypoint),
        ImageJson.present(run.cmd),
        ImageJson.present(run.env),
        ImageJson.present(run.labels),
        diffIds(document.rootfs, doing),
        history(document.history));
  }

  private static String orUnknown(@Nullable String name) {
    return name == null || name.isEmpty() ? "unknown" : name;
  }

  private static List<Digest> diffIds(@Nullable RootJson rootfs, String doing)
      throws SourceException {
    List<Digest> diffIds = new ArrayList<>();
    if (rootfs != null) {
      for (String text : ImageJson.present(rootfs.diffIds)) {
        diffIds.add(ImageJson.digest(text, doing, "diffID " + (diffIds.size() + 1)));
      }
    }
    return diffIds;
  }

  private static List<ImageConfig.HistoryEntry> history(
      @Nullable List<@Nullable HistoryJson> entries) {
    List<ImageConfig.HistoryEntry> history = new ArrayList<>();
    for (HistoryJson entry : ImageJson.present(entries)) {
      history.add(
          new ImageConfig.HistoryEntry(
              entry.createdBy == null ? "" : entry.createdBy,
              entry.emptyLayer != null && entry.emptyLayer));
    }
    return history;
  }
}
