package dev.plimsoll.operator.admission;

import dev.plimsoll.workload.JsonSlice;
import org.jspecify.annotations.Nullable;

/// What the API server asks about, as far as judging needs it (`admission.k8s.io/v1`,
/// AdmissionRequest).
///
/// `subresource` is empty for the object itself. `oldObject` is there on an update. The objects
/// are left as they came, to be read only where they must be.
record Review(
    String uid,
    String operation,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    boolean dryRun,
    @Nullable JsonSlice object,
    @Nullable JsonSlice oldObject) {}
