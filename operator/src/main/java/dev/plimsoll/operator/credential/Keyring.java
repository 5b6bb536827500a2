package dev.plimsoll.operator.credential;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;

/// What one puller has of its own to open repositories with, and whether it was needed.
public final class Keyring implements Credentials {
  private final Credentials credentials;
  private volatile boolean used;

  Keyring(Credentials credentials) {
    this.credentials = credentials;
  }

  /// Whether there was ever anything on it for a repository that was asked: a login, or a
  /// remark that there might have been one.
  public boolean wasUsed() {
    return used;
  }

  @Override
  public Logins loginsFor(Reference reference, Deadline deadline) {
    Logins found = credentials.loginsFor(reference, deadline);
    if (!found.equals(Logins.NONE)) {
      used = true;
    }
    return found;
  }
}
