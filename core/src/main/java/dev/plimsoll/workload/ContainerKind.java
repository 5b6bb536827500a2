package dev.plimsoll.workload;

/// The part that an image has in its Pod.
public enum ContainerKind {
  CONTAINER,
  INIT_CONTAINER,
  /// An init container that keeps running beside the others (`restartPolicy: Always`).
  SIDECAR,
  /// A container that was put into a running Pod (`kubectl debug`).
  EPHEMERAL_CONTAINER,
  /// No container but an image that is mounted into some (`volumes[].image`): files and no
  /// process.
  IMAGE_VOLUME
}
