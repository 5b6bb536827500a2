package dev.plimsoll.image;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Binds the JSON of images to records, as container runtimes read it: names without regard to
/// case, unknown ones passed over. Every body was digest-checked and capped before it comes
/// here.
final class ImageJson {
  /// Names, values and brackets: some twenty times what the largest images need, and little enough
  /// that what is made of them takes up no more memory than a few megabytes.
  private static final int MOST_TOKENS = 100_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxStringLength(1 << 20)
                .maxNameLength(1 << 14)
                .maxNumberLength(32)
                .maxTokenCount(MOST_TOKENS)
                .build());
  }

  private ImageJson() {}

  /// Reads one JSON object; `doing` begins the sentence of the error, `noun` names what was
  /// read.
  static <T> T read(byte[] json, Class<T> type, String doing, String noun) throws SourceException {
    try {
      @Nullable T document = JSON.readValue(json, type);
      if (document != null) {
        return document;
      }
    } catch (JsonProcessingException e) {
      if (isTooMuch(e)) {
        throw new SourceException.TooLarge(
            doing + ": the " + noun + " holds more, or nests deeper, than that of any image");
      }
      throw new SourceException.Malformed(
          doing + ": the " + noun + " is not as specified" + place(e) + "; push the image again");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    throw new SourceException.Malformed(
        doing + ": the " + noun + " is no JSON object; push the image again");
  }

  /// Whether a limit was met, wherever in the document.
  private static boolean isTooMuch(JsonProcessingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamConstraintsException) {
        return true;
      }
    }
    return false;
  }

  /// Jackson's own message quotes what it read, which may be a secret; the place is enough.
  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  static Digest digest(@Nullable String text, String doing, String noun) throws SourceException {
    if (text == null) {
      throw new SourceException.Malformed(
          doing + ": " + noun + " has no digest; push the image again");
    }
    try {
      return Digest.parse(text);
    } catch (InvalidReferenceException e) {
      throw new SourceException.Malformed(
          doing + ": in the digest of " + noun + ", " + e.getMessage(), e);
    }
  }

  static <T> List<T> present(@Nullable List<@Nullable T> values) {
    return values == null ? List.of() : values.stream().filter(Objects::nonNull).toList();
  }

  static Map<String, String> present(@Nullable Map<String, @Nullable String> values) {
    Map<String, String> present = new LinkedHashMap<>();
    if (values != null) {
      values.forEach(
          (name, value) -> {
            if (value != null) {
              present.put(name, value);
            }
          });
    }
    return present;
  }
}
