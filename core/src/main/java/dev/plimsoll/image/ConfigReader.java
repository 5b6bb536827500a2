package dev.plimsoll.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.image.ImageConfig.Healthcheck;
import dev.plimsoll.reference.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of configs (OCI image spec, config.md; Docker's has the same shape). Whatever
/// a builder left out is empty; an operating system or architecture left out is `unknown`.
public final class ConfigReader {
  private record ConfigJson(
      @Nullable String os,
      @Nullable String architecture,
      @Nullable String variant,
      @Nullable String created,
      @Nullable RunJson config,
      @Nullable RootJson rootfs,
      @Nullable List<@Nullable HistoryJson> history) {}

  private record RunJson(
      @JsonProperty("User") @Nullable String user,
      @JsonProperty("Env") @Nullable List<@Nullable String> env,
      @JsonProperty("Entrypoint") @Nullable List<@Nullable String> entrypoint,
      @JsonProperty("Cmd") @Nullable List<@Nullable String> cmd,
      @JsonProperty("Labels") @Nullable Map<String, @Nullable String> labels,
      @JsonProperty("ExposedPorts") @Nullable Map<String, @Nullable Object> exposedPorts,
      @JsonProperty("Volumes") @Nullable Map<String, @Nullable Object> volumes,
      @JsonProperty("WorkingDir") @Nullable String workingDirectory,
      @JsonProperty("Healthcheck") @Nullable HealthJson healthcheck,
      @JsonProperty("StopSignal") @Nullable String stopSignal) {}

  private record HealthJson(@JsonProperty("Test") @Nullable List<@Nullable String> test) {}

  private record RootJson(@JsonProperty("diff_ids") @Nullable List<@Nullable String> diffIds) {}

  private record HistoryJson(
      @JsonProperty("created_by") @Nullable String createdBy,
      @JsonProperty("empty_layer") @Nullable Boolean emptyLayer,
      @Nullable String created,
      @Nullable String comment) {}

  private static final RunJson NOTHING_SAID =
      new RunJson(null, null, null, null, null, null, null, null, null, null);

  private ConfigReader() {}

  /// Reads a config; `doing` begins the sentence of every error.
  public static ImageConfig read(byte[] json, String doing) throws SourceException {
    ConfigJson document = ImageJson.read(json, ConfigJson.class, doing, "config");
    RunJson run = document.config == null ? NOTHING_SAID : document.config;
    Moments moments = new Moments();
    Instant created = moments.read(document.created, "the config");
    List<ImageConfig.HistoryEntry> history = history(document.history, moments);
    return new ImageConfig(
        platform(document, doing),
        orEmpty(run.user),
        ImageJson.present(run.entrypoint),
        ImageJson.present(run.cmd),
        ImageJson.present(run.env),
        ImageJson.present(run.labels),
        diffIds(document.rootfs, doing),
        history,
        run.exposedPorts == null ? Set.of() : run.exposedPorts.keySet(),
        run.volumes == null ? Set.of() : run.volumes.keySet(),
        orEmpty(run.workingDirectory),
        healthcheck(run.healthcheck),
        orEmpty(run.stopSignal),
        created,
        moments.remarks());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// A check without a test is the base image's, which the builder has written out already.
  private static Healthcheck healthcheck(@Nullable HealthJson check) {
    List<String> test = check == null ? List.of() : ImageJson.present(check.test);
    if (test.isEmpty()) {
      return Healthcheck.ABSENT;
    }
    return test.getFirst().equals("NONE") ? Healthcheck.NONE : Healthcheck.PRESENT;
  }

  private static Platform platform(ConfigJson document, String doing) throws SourceException {
    String os = ImageJson.name(document.os, doing, "the operating system");
    String architecture = ImageJson.name(document.architecture, doing, "the architecture");
    String variant = ImageJson.name(document.variant, doing, "the architecture's variant");
    return new Platform(orUnknown(os), orUnknown(architecture), variant.isEmpty() ? null : variant);
  }

  private static String orUnknown(String name) {
    return name.isEmpty() ? "unknown" : name;
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
      @Nullable List<@Nullable HistoryJson> entries, Moments moments) {
    List<ImageConfig.HistoryEntry> history = new ArrayList<>();
    for (HistoryJson entry : ImageJson.present(entries)) {
      history.add(
          new ImageConfig.HistoryEntry(
              orEmpty(entry.createdBy),
              entry.emptyLayer != null && entry.emptyLayer,
              moments.read(entry.created, "history entry " + (history.size() + 1)),
              orEmpty(entry.comment)));
    }
    return history;
  }

  /// Points in time as RFC 3339 writes them, and which of them were written otherwise.
  private static final class Moments {
    private int unread;
    private String first = "";

    @Nullable Instant read(@Nullable String text, String where) {
      if (text == null || text.isEmpty()) {
        return null;
      }
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException _) {
        first = unread++ == 0 ? where : first;
        return null;
      }
    }

    List<String> remarks() {
      return unread == 0
          ? List.of()
          : List.of(
              "%s says when it was made in no form of RFC 3339%s, so that counts as not said"
                  .formatted(first, unread == 1 ? "" : ", as do " + (unread - 1) + " more"));
    }
  }
}
