package dev.plimsoll.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/// One JSON value within a longer text.
///
/// Two slices are equal where their bytes are: an API server writes equal objects alike.
public final class JsonSlice {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] text;
  private final int start;
  private final int end;

  private JsonSlice(byte[] text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  public static JsonSlice of(byte[] text) {
    return new JsonSlice(text, 0, text.length);
  }

  /// A parser that stands on the value's first token.
  public JsonParser parser() throws IOException {
    JsonParser parser = JSON.createParser(text, start, end - start);
    parser.nextToken();
    return parser;
  }

  /// The value that the parser, one of this slice's, stands on; the parser is moved to its end.
  public JsonSlice valueAt(JsonParser parser) throws IOException {
    int from = start + Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    return new JsonSlice(
        text, from, start + Math.toIntExact(parser.currentLocation().getByteOffset()));
  }

  /// Whether the parser stands on an object, to be read field by field; another value is
  /// skipped.
  public static boolean entersObject(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /// Whether the parser moved on to another field of the object it is in.
  public static boolean nextField(JsonParser parser) throws IOException {
    return parser.nextToken() == JsonToken.FIELD_NAME;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonSlice slice
        && Arrays.equals(text, start, end, slice.text, slice.start, slice.end);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + text[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return end - start + " bytes of JSON";
  }
}
