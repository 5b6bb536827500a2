package dev.plimsoll.operator.admission;

import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.WorkloadKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the API server asks about, as far as judging needs it (`admission.k8s.io/v1`,
/// AdmissionRequest).
///
/// `kind` is there where the object is a workload. `subresource` is empty for the object itself.
/// `oldObject` is there on an update. The objects are left as they came, to be read only where
/// they must be.
record Review(
    String uid,
    String operation,
    String group,
    String resource,
    @Nullable WorkloadKind kind,
    String subresource,
    String namespace,
    String name,
    boolean dryRun,
    Requester requester,
    @Nullable JsonSlice object,
    @Nullable JsonSlice oldObject) {

  /// Who sent the request, by the names that the API server knows them by.
  record Requester(String user, Set<String> groups) {
    Requester {
      groups = Set.copyOf(groups);
    }
  }
}
