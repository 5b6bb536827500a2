package dev.plimsoll.operator.policy;

/// Whether this replica is the one that writes.
interface Lead {
  boolean isHeld();

  /// Has `listener` run each time this replica becomes the leader, and now if it is already.
  void onGain(Runnable listener);
}
