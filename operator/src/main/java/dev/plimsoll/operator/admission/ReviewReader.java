package dev.plimsoll.operator.admission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.WorkloadKind;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the few fields of an AdmissionReview that judging needs, and skips the rest unread.
final class ReviewReader {
  private final JsonSlice body;
  private final List<WorkloadKind> kinds;
  private final Set<String> groups = new HashSet<>();
  private String user = "";
  private String uid = "";
  private String operation = "";
  private String group = "";
  private String resource = "";
  private String subresource = "";
  private String namespace = "";
  private String name = "";
  private boolean dryRun;
  private @Nullable JsonSlice object;
  private @Nullable JsonSlice oldObject;

  private ReviewReader(byte[] body, List<WorkloadKind> kinds) {
    this.body = JsonSlice.of(body);
    this.kinds = kinds;
  }

  static Review read(byte[] body) throws MalformedReviewException {
    return read(body, WorkloadKind.ALL);
  }

  /// Reads a review where `kinds` are what runs containers.
  static Review read(byte[] body, List<WorkloadKind> kinds) throws MalformedReviewException {
    Review review;
    try {
      review = new ReviewReader(body, kinds).read();
    } catch (IOException | ArithmeticException e) {
      throw new MalformedReviewException("the request is no AdmissionReview in JSON", e);
    }
    if (review.uid().isEmpty() || review.operation().isEmpty()) {
      throw new MalformedReviewException(
          "the AdmissionReview has no request.uid or no request.operation");
    }
    return review;
  }

  private Review read() throws IOException {
    try (JsonParser parser = body.parser()) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      while (JsonSlice.nextField(parser)) {
        boolean isRequest = parser.currentName().equals("request");
        if (parser.nextToken() == JsonToken.START_OBJECT && isRequest) {
          readRequest(parser);
        } else {
          parser.skipChildren();
        }
      }
    }
    return new Review(
        uid,
        operation,
        group,
        resource,
        kind(),
        subresource,
        namespace,
        name,
        dryRun,
        new Review.Requester(user, groups),
        object,
        oldObject);
  }

  private @Nullable WorkloadKind kind() {
    for (WorkloadKind kind : kinds) {
      if (kind.group().equals(group) && kind.resource().equals(resource)) {
        return kind;
      }
    }
    return null;
  }

  private void readRequest(JsonParser parser) throws IOException {
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "uid" -> uid = text(parser);
        case "operation" -> operation = text(parser);
        case "subResource" -> subresource = text(parser);
        case "namespace" -> namespace = text(parser);
        case "name" -> name = text(parser);
        case "dryRun" -> dryRun = value == JsonToken.VALUE_TRUE;
        case "resource" -> readResource(parser);
        case "userInfo" -> readRequester(parser);
        case "object" -> object = objectAt(parser);
        case "oldObject" -> oldObject = objectAt(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readResource(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "group" -> group = text(parser);
        case "resource" -> resource = text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readRequester(JsonParser parser) throws IOException {
    if (!JsonSlice.entersObject(parser)) {
      return;
    }
    while (JsonSlice.nextField(parser)) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("username")) {
        user = text(parser);
      } else if (field.equals("groups") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          groups.add(text(parser));
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private @Nullable JsonSlice objectAt(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.START_OBJECT ? body.valueAt(parser) : null;
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }
}
