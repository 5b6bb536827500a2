package dev.plimsoll.operator.admission;

import dev.plimsoll.verdict.JudgedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was decided about a review: the answer, and the verdicts it rests on. `title` names the
/// workload for people.
record Decision(String title, AdmissionResponse response, List<JudgedImage> images) {
  /// Nothing changed that is judged, or no policy is about it.
  static final Decision NOTHING_TO_JUDGE = new Decision("", AdmissionResponse.PASSED, List.of());

  Decision {
    images = List.copyOf(images);
  }

  static Decision of(String title, List<JudgedImage> images) {
    return new Decision(title, AdmissionResponses.from(title, images), images);
  }

  /// The same, which rests on images that were known from a while ago, in these sentences: for the
  /// audit log, and for whoever is refused.
  Decision knowing(List<String> stale) {
    if (stale.isEmpty()) {
      return this;
    }
    Map<String, String> annotations = new HashMap<>(response.auditAnnotations());
    annotations.put("stale", String.join("; ", stale));
    List<String> warnings = new ArrayList<>(response.warnings());
    if (!response.allowed()) {
      warnings.addAll(stale);
    }
    return new Decision(
        title,
        new AdmissionResponse(response.allowed(), response.refusal(), warnings, annotations),
        images);
  }

  /// Whether it lets pass what the verdicts do not.
  boolean isExcused() {
    return response.allowed() && images.stream().anyMatch(image -> !image.verdict().mayPass());
  }

  /// A fault before any policy could be asked: nothing says that the workload be refused.
  static Decision afterFault() {
    return new Decision(
        "",
        new AdmissionResponse(
            true,
            "",
            List.of("Plimsoll failed to judge this; the operator's log has the fault"),
            Map.of("fault", "not judged")),
        List.of());
  }
}
