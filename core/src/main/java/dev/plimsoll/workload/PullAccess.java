package dev.plimsoll.workload;

import java.util.List;

/// What the images of a Pod are pulled with: the Secrets that it names, or, where it names
/// none, those of its service account; both by name, in the Pod's namespace.
public record PullAccess(List<String> secrets, String serviceAccount) {
  /// The service account of a Pod that names none.
  public static final String DEFAULT_ACCOUNT = "default";

  /// That of a Pod that says nothing about it.
  public static final PullAccess UNSTATED = new PullAccess(List.of(), DEFAULT_ACCOUNT);

  public PullAccess {
    secrets = List.copyOf(secrets);
  }
}
