package dev.plimsoll.operator.bytes;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;

/// How many bytes something takes up as part of an object that the API server keeps.
public final class StoredBytes {
  /// What the API server writes as an escape of six bytes is one byte here.
  private static final int ESCAPED = 5;

  private StoredBytes() {}

  public static int of(Object part) {
    String json = Serialization.asJson(part);
    long escaped = json.chars().filter(c -> c == '<' || c == '>' || c == '&').count();
    return json.getBytes(StandardCharsets.UTF_8).length + (int) escaped * ESCAPED;
  }
}
