package dev.plimsoll.operator.notice;

import io.fabric8.kubernetes.api.model.ObjectReference;

/// A workload that runs an image which a policy would refuse today.
///
/// `cameInUnjudged` is whether its Pod was created after the policy was last written: then the
/// webhook was away, or could not tell. `said` is what is wrong, as people read it.
public record Incident(
    ObjectReference policy,
    ObjectReference workload,
    String container,
    String image,
    String digest,
    String said,
    boolean cameInUnjudged) {

  /// What makes two incidents one.
  String identity() {
    return String.join("\n", policy.getUid(), workload.getUid(), container, digest);
  }

  /// `shop/Deployment/web`.
  public String title() {
    return "%s/%s/%s".formatted(workload.getNamespace(), workload.getKind(), workload.getName());
  }
}
