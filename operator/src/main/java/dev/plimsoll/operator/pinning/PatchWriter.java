package dev.plimsoll.operator.pinning;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.image.Ellipsis;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Writes an answer that admits a Pod, with its pins as a JSON patch (RFC 6902).
final class PatchWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_ANNOTATION = 1024;

  private PatchWriter() {}

  static byte[] write(String uid, List<Pin> pins) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response").put("uid", uid).put("allowed", true);
    if (!pins.isEmpty()) {
      response.put("patchType", "JSONPatch");
      response.put("patch", Base64.getEncoder().encodeToString(patch(pins)));
      response.putObject("auditAnnotations").put("pinned", annotation(pins));
    }
    return review.toString().getBytes(UTF_8);
  }

  private static byte[] patch(List<Pin> pins) {
    ArrayNode patch = JSON.createArrayNode();
    for (Pin pin : pins) {
      patch.addObject().put("op", "replace").put("path", pin.pointer()).put("value", pin.pinned());
    }
    return patch.toString().getBytes(UTF_8);
  }

  private static String annotation(List<Pin> pins) {
    String text = pins.stream().map(Pin::pinned).distinct().collect(Collectors.joining("; "));
    return Ellipsis.cut(text, LONGEST_ANNOTATION);
  }
}
