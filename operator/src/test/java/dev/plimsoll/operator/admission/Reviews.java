package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.workload.WorkloadKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes AdmissionReviews as an API server does.
final class Reviews {
  private Reviews() {}

  static String review(String operation, WorkloadKind kind, String object, String oldObject) {
    return review(operation, kind, "", object, oldObject);
  }

  static String review(
      String operation, WorkloadKind kind, String subresource, String object, String oldObject) {
    return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
        "uid":"7f0b2891-916f-4ed6-b7cd-27bff1815a8c",
        "kind":{"group":"%1$s","version":"v1","kind":"%2$s"},
        "resource":{"group":"%1$s","version":"v1","resource":"%3$s"},
        "subResource":"%4$s",
        "name":"web","namespace":"shop","operation":"%5$s",
        "userInfo":{"username":"jane","groups":["developers"]},
        "object":%6$s,"oldObject":%7$s,"dryRun":false,
        "options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
        """
        .formatted(
            kind.group(), kind.kind(), kind.resource(), subresource, operation, object, oldObject);
  }

  static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  static WorkloadKind kind(String name) {
    return WorkloadKind.ALL.stream()
        .filter(kind -> kind.kind().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// An object of this kind whose Pods are as `template` says, with replicas and a status
  /// beside.
  static String object(WorkloadKind kind, String metadata, String template, int replicas) {
    if (kind.podTemplatePath().isEmpty()) {
      return "{\"metadata\":{%s},%s,\"status\":{\"replicas\":%d}}"
          .formatted(metadata, template.substring(1, template.length() - 1), replicas);
    }
    List<String> path = kind.podTemplatePath();
    String inner = template;
    for (int i = path.size() - 1; i > 0; i--) {
      inner = "{\"before\":[{\"template\":1}],\"%s\":%s}".formatted(path.get(i), inner);
    }
    return "{\"metadata\":{%s},\"%s\":{\"replicas\":%d,%s},\"status\":{\"replicas\":%d}}"
        .formatted(
            metadata, path.getFirst(), replicas, inner.substring(1, inner.length() - 1), replicas);
  }

  /// A pod template with these containers, one of each image.
  static String template(String labels, String... images) {
    return "{%s\"spec\":{\"containers\":[%s]}}"
        .formatted(
            labels.isEmpty() ? "" : "\"metadata\":{\"labels\":{" + labels + "}},",
            List.of(images).stream()
                .map(image -> "{\"name\":\"%s\",\"image\":\"%s\"}".formatted(nameOf(image), image))
                .collect(joining(",")));
  }

  private static String nameOf(String image) {
    return "c" + Integer.toHexString(image.split(":", 2)[0].hashCode());
  }
}
