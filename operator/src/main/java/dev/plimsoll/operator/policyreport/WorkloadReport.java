package dev.plimsoll.operator.policyreport;

import dev.plimsoll.operator.bytes.StoredBytes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The report on one workload, in no form yet: the worst results that there is room for, and the
/// number of all of them.
record WorkloadReport(
    ObjectReference workload, Map<String, Integer> summary, List<Map<String, Object>> results) {
  static final String SOURCE = "plimsoll";
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /// What a report says, in a few letters: where it is the same, nothing need be written.
  static final String CONTENT = "plimsoll.dev/content";

  /// How many results there was no room for.
  static final String LEFT_OUT = "plimsoll.dev/results-left-out";

  static final int MOST = 100;
  static final int MOST_BYTES = 48 * 1024;
  private static final int LONGEST_NAME = 200;

  WorkloadReport {
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    results = List.copyOf(results);
  }

  static WorkloadReport of(AuditedWorkload audited) {
    List<RuleResult> all = new ArrayList<>(audited.results().get());
    all.sort(RuleResult.WORST_FIRST);
    Map<String, Integer> summary = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      summary.put(outcome.word(), 0);
    }
    all.forEach(result -> summary.merge(result.outcome().word(), 1, Integer::sum));
    List<Map<String, Object>> entries = new ArrayList<>();
    int bytes = 0;
    for (RuleResult result : all) {
      Map<String, Object> entry = result.entry();
      bytes += StoredBytes.of(entry);
      if (entries.size() == MOST || bytes > MOST_BYTES) {
        break;
      }
      entries.add(entry);
    }
    return new WorkloadReport(audited.workload(), summary, entries);
  }

  String namespace() {
    return workload.getNamespace();
  }

  /// `plimsoll-deployment-web`; a name that is too long ends in what tells it from others.
  String name() {
    String name =
        "plimsoll-%s-%s".formatted(workload.getKind().toLowerCase(Locale.ROOT), workload.getName());
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - 33).replaceFirst("[.-]+$", "") + "-" + hash(name);
  }

  int leftOut() {
    return summary.values().stream().mapToInt(Integer::intValue).sum() - results.size();
  }

  /// The same for reports that say the same in one form, whenever they were written.
  String content(Format format) {
    return hash(
        Serialization.asJson(
            List.of(format.apiVersion(), String.valueOf(workload.getUid()), summary, results)));
  }

  GenericKubernetesResource in(Format format, Instant now) {
    GenericKubernetesResource report = new GenericKubernetesResource();
    report.setApiVersion(format.apiVersion());
    report.setKind(format.kind());
    Map<String, String> annotations = new LinkedHashMap<>(Map.of(CONTENT, content(format)));
    if (leftOut() > 0) {
      annotations.put(LEFT_OUT, Integer.toString(leftOut()));
    }
    report.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace())
            .withName(name())
            .withLabels(Map.of(MANAGED_BY, SOURCE))
            .withAnnotations(annotations)
            .withOwnerReferences(owners())
            .build());
    if (format == Format.OPEN_REPORTS) {
      report.setAdditionalProperty("source", SOURCE);
    }
    report.setAdditionalProperty("scope", workload);
    report.setAdditionalProperty("summary", summary);
    Map<String, Long> timestamp = new LinkedHashMap<>();
    timestamp.put("seconds", now.getEpochSecond());
    timestamp.put("nanos", 0L);
    report.setAdditionalProperty(
        "results", results.stream().map(result -> with(result, timestamp)).toList());
    return report;
  }

  private static Map<String, Object> with(Map<String, Object> result, Map<String, Long> timestamp) {
    Map<String, Object> stamped = new LinkedHashMap<>(result);
    stamped.put("timestamp", timestamp);
    return stamped;
  }

  /// Without a uid, nothing tells a workload from the next one of its name.
  private List<OwnerReference> owners() {
    return workload.getUid() == null || workload.getApiVersion() == null
        ? List.of()
        : List.of(
            new OwnerReferenceBuilder()
                .withApiVersion(workload.getApiVersion())
                .withKind(workload.getKind())
                .withName(workload.getName())
                .withUid(workload.getUid())
                .build());
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }
}
