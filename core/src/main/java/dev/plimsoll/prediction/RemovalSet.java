package dev.plimsoll.prediction;

import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.rule.Finding;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// The file groups that go when an image is fixed, each of them once whatever asks for it.
public record RemovalSet(Set<FileGroup> groups) {
  public static final RemovalSet NONE = new RemovalSet(Set.of());

  public RemovalSet {
    groups = Set.copyOf(groups);
  }

  /// What goes when all of these findings are fixed.
  public static RemovalSet of(Collection<Finding> findings) {
    Set<FileGroup> groups = new HashSet<>();
    findings.forEach(finding -> groups.addAll(finding.reclaimable()));
    return new RemovalSet(groups);
  }

  public RemovalSet union(RemovalSet other) {
    Set<FileGroup> both = new HashSet<>(groups);
    both.addAll(other.groups);
    return new RemovalSet(both);
  }

  public boolean has(FileGroup group) {
    return groups.contains(group);
  }

  public Size size() {
    return Size.of(groups);
  }
}
