package dev.plimsoll.operator.admission;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.wording.PlainText;
import dev.plimsoll.wording.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Turns verdicts into the answer to a review.
final class AdmissionResponses {
  private static final int LONGEST_ANNOTATION = 1024;

  private AdmissionResponses() {}

  /// The answer over all images of a workload; one that is refused refuses the workload. `title`
  /// names the workload for people.
  static AdmissionResponse from(String title, List<JudgedImage> images) {
    boolean allowed = images.stream().allMatch(image -> image.verdict().mayPass());
    return new AdmissionResponse(
        allowed,
        allowed ? "" : Wording.refusal(title, images),
        Wording.warnings(images),
        auditAnnotations(images));
  }

  /// Every violation and everything not judged, whatever the enforcement: what an audit log is
  /// for.
  private static Map<String, String> auditAnnotations(List<JudgedImage> images) {
    Map<String, String> annotations = new LinkedHashMap<>();
    put(
        annotations,
        "violations",
        images,
        image ->
            image.verdict().violations().stream()
                .map(violation -> violation.enforcement() + " " + Wording.line(violation)));
    put(
        annotations,
        "undetermined",
        images,
        image ->
            image.verdict().undecided().stream()
                .map(
                    open ->
                        "%s %s: %s (policy %s)"
                            .formatted(
                                open.action(), open.names(), open.why().detail(), open.policy())));
    put(
        annotations,
        "exempted",
        images,
        image ->
            image.verdict().exempted().stream()
                .map(
                    exempted ->
                        "%s: %s (policy %s, exemption %s)"
                            .formatted(
                                exempted.rule(),
                                exempted.detail(),
                                exempted.policy(),
                                exempted.exemption())));
    put(
        annotations,
        "tolerated",
        images,
        image ->
            image.verdict().tolerated().stream()
                .map(
                    tolerated ->
                        "%s: %s (policy %s%s)"
                            .formatted(
                                tolerated.rule(),
                                tolerated.detail(),
                                tolerated.policy(),
                                tolerated.until() == null ? "" : ", until " + tolerated.until())));
    return annotations;
  }

  private static void put(
      Map<String, String> annotations,
      String key,
      List<JudgedImage> images,
      Function<JudgedImage, Stream<String>> lines) {
    String text =
        images.stream()
            .flatMap(image -> lines.apply(image).map(line -> image.image() + " " + line))
            .collect(joining("; "));
    if (!text.isEmpty()) {
      annotations.put(key, PlainText.cut(text, LONGEST_ANNOTATION));
    }
  }
}
