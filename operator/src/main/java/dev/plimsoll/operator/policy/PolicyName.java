package dev.plimsoll.operator.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/// What a policy is called: its namespace and its name in it; of a policy for the cluster, the
/// namespace is empty.
public record PolicyName(String namespace, String name) {
  static PolicyName of(HasMetadata resource) {
    String namespace = resource.getMetadata().getNamespace();
    return new PolicyName(namespace == null ? "" : namespace, resource.getMetadata().getName());
  }

  boolean isForCluster() {
    return namespace.isEmpty();
  }

  ResourceID resource() {
    return isForCluster() ? new ResourceID(name) : new ResourceID(name, namespace);
  }

  /// As people write it.
  @Override
  public String toString() {
    return isForCluster() ? name : namespace + "/" + name;
  }
}
