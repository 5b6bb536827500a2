package dev.plimsoll.operator.inspection;

/// How replicas share what they read.
@FunctionalInterface
public interface Sharing {
  /// Each replica reads for itself.
  Sharing NONE = own -> own;

  /// An inspector that looks at what others read before it has its own read anything.
  Inspector around(Inspector own);
}
