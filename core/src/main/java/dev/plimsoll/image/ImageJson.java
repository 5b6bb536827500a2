package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.InvalidReferenceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Binds the JSON of images to records, as container runtimes read it: names without regard to
/// case, unknown ones passed over. What runtimes would read otherwise than others is refused
/// ([GoStruct]). Every body was digest-checked and capped before it comes here.
final class ImageJson {
  /// Names, values and brackets: some twenty times what the largest images need, and little enough
  /// that what is made of them takes up no more memory than a few megabytes.
  private static final int MOST_TOKENS = 100_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0,64}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .defaultLocale(Locale.ROOT)
          .addModule(new SimpleModule().addDeserializer(String.class, new WholeText()))
          .build();

  /// Text as Go reads it: half a surrogate pair is the replacement character. Nothing could write
  /// it out again as it was.
  private static final class WholeText extends StringDeserializer {
    private static final long serialVersionUID = 1L;
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    @Override
    public @Nullable String deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      String text = super.deserialize(json, context);
      return text == null ? null : HALF.matcher(text).replaceAll("\ufffd");
    }
  }

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

  /// Makes what reads this type.
  static void prepare(Class<?> type) {
    try {
      read("{}".getBytes(UTF_8), type, "", "");
    } catch (SourceException e) {
      throw new IllegalStateException("an object without names can be read as any type", e);
    }
  }

  /// Reads one JSON object; `doing` begins the sentence of the error, `noun` names what was
  /// read.
  static <T> T read(byte[] json, Class<T> type, String doing, String noun) throws SourceException {
    try {
      requireClear(json, type);
      @Nullable T document = JSON.readValue(json, type);
      if (document != null) {
        return document;
      }
    } catch (GoStruct.AmbiguousNameException e) {
      throw new SourceException.Malformed(
          doing
              + ": the "
              + noun
              + " has a name"
              + place(e)
              + " that runtimes take for another one; build the image anew and push it");
    } catch (JsonProcessingException e) {
      if (isTooMuch(e)) {
        throw new SourceException.TooLarge(
            doing + ": the " + noun + " holds more, or nests deeper, than that of any image");
      }
      throw new SourceException.Malformed(
          doing + ": the " + noun + " is not as specified" + place(e) + "; push the image again");
    } catch (IOException _) {
      throw new SourceException.Malformed(
          doing + ": the " + noun + " is no text in UTF-8; push the image again");
    }
    throw new SourceException.Malformed(
        doing + ": the " + noun + " is no JSON object; push the image again");
  }

  private static void requireClear(byte[] json, Class<?> type) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        GoStruct.of(type).requireClear(parser);
      }
    }
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

  /// The name of a system, a processor or a variant of one, empty where it is left out. People
  /// read them in tables and pages, so nothing else may stand there.
  static String name(@Nullable String text, String doing, String noun) throws SourceException {
    if (text == null) {
      return "";
    }
    if (!NAME.matcher(text).matches()) {
      throw new SourceException.Malformed(
          doing
              + ": "
              + noun
              + " is no name of up to 64 letters, digits, '.', '_' and '-'; build the image anew"
              + " and push it");
    }
    return text;
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
