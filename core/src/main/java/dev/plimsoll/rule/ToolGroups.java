package dev.plimsoll.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// The file groups of an image, asked which of them are tools of some kind.
///
/// A package that owns such a file is one as a whole, its plugins and documentation included.
/// Files that no package owns count for themselves.
public final class ToolGroups {
  private final List<FileGroup> groups;

  private ToolGroups(List<FileGroup> groups) {
    this.groups = groups;
  }

  /// Of all layers, whether or not a later layer hides them.
  public static ToolGroups everIn(FileFacts files) {
    return new ToolGroups(files.groups());
  }

  /// Of what is there when the image runs.
  public static ToolGroups presentIn(FileFacts files) {
    return new ToolGroups(files.groups().stream().filter(FileGroup::present).toList());
  }

  /// Those of one class, with all else of the packages that own them.
  public Set<FileGroup> of(FileClass tool) {
    return where(group -> group.fileClass() == tool);
  }

  /// Those that fit, with all else of the packages that own them.
  public Set<FileGroup> where(Predicate<FileGroup> tool) {
    Set<PackageName> owners =
        groups.stream()
            .filter(tool)
            .map(FileGroup::owner)
            .filter(Objects::nonNull)
            .collect(toUnmodifiableSet());
    return groups.stream()
        .filter(g -> g.owner() == null ? tool.test(g) : owners.contains(g.owner()))
        .collect(toUnmodifiableSet());
  }

  /// All that these packages own.
  public Set<FileGroup> ownedBy(Predicate<PackageName> owners) {
    return where(group -> group.owner() != null && owners.test(group.owner()));
  }
}
