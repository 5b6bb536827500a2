package dev.plimsoll.workload;

/// The part a container has in its Pod.
public enum ContainerKind {
  CONTAINER,
  INIT_CONTAINER,
  /// An init container that keeps running beside the others (`restartPolicy: Always`).
  SIDECAR,
  /// A container that was put into a running Pod (`kubectl debug`).
  EPHEMERAL_CONTAINER
}
