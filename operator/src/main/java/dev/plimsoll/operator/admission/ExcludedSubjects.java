package dev.plimsoll.operator.admission;

import java.util.Optional;
import java.util.Set;

/// Users and groups whose requests are left alone: neither judged nor changed.
public record ExcludedSubjects(Set<String> users, Set<String> groups) {
  public ExcludedSubjects {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
  }

  /// Why a request of `user`, a member of `memberships`, is left alone, in words; nothing where it
  /// is not.
  public Optional<String> subjectOf(String user, Set<String> memberships) {
    return users.contains(user)
        ? Optional.of("user " + user)
        : memberships.stream()
            .filter(groups::contains)
            .sorted()
            .findFirst()
            .map(group -> "a member of " + group);
  }
}
