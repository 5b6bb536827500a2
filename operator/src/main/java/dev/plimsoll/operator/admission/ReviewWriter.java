package dev.plimsoll.operator.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Writes an answer as an AdmissionReview (`admission.k8s.io/v1`).
final class ReviewWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_LENGTH = 512;

  private ReviewWriter() {}

  static byte[] write(String uid, AdmissionResponse response) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "admission.k8s.io/v1");
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      json.writeBooleanField("allowed", response.allowed());
      if (!response.allowed()) {
        writeStatus(json, response.refusal());
      }
      writeWarnings(json, response.warnings());
      writeAnnotations(json, response.auditAnnotations());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return out.toByteArray();
  }

  private static void writeStatus(JsonGenerator json, String message) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeNumberField("code", 403);
    json.writeStringField("reason", "Forbidden");
    json.writeStringField("message", message);
    json.writeEndObject();
  }

  private static void writeWarnings(JsonGenerator json, List<String> warnings) throws IOException {
    if (warnings.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("warnings");
    for (String warning : warnings) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }

  private static void writeAnnotations(JsonGenerator json, Map<String, String> annotations)
      throws IOException {
    if (annotations.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("auditAnnotations");
    for (var annotation : annotations.entrySet()) {
      json.writeStringField(annotation.getKey(), annotation.getValue());
    }
    json.writeEndObject();
  }
}
