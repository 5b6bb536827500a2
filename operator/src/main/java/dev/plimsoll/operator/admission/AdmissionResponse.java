package dev.plimsoll.operator.admission;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The answer to a review: whether the workload may pass, why not, what its author is told, and
/// what goes into the API server's audit log. The refusal is empty where the workload may pass.
record AdmissionResponse(
    boolean allowed, String refusal, List<String> warnings, Map<String, String> auditAnnotations) {
  static final AdmissionResponse PASSED = new AdmissionResponse(true, "", List.of(), Map.of());

  AdmissionResponse {
    warnings = List.copyOf(warnings);
    auditAnnotations = Collections.unmodifiableMap(new TreeMap<>(auditAnnotations));
  }
}
