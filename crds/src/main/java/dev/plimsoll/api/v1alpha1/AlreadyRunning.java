package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What becomes of images that ran before a policy began to refuse them.
public enum AlreadyRunning {
  /// They may go on, and start again, as long as they are no worse than they were.
  @JsonProperty("Tolerate")
  TOLERATE,
  /// They are refused like all others when they start again.
  @JsonProperty("Refuse")
  REFUSE
}
