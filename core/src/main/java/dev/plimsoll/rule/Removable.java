package dev.plimsoll.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.packages.PackageName;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// Which file groups of an image do no work where it runs.
///
/// A package that owns a compiler is one as a whole, its plugins and documentation included; so
/// is one that owns a version control system. Files that no package owns count for themselves.
public final class Removable {
  /// What a slim variant of an operating system leaves out.
  public static final Set<FileClass> DOCUMENTATION =
      EnumSet.of(
          FileClass.MAN_PAGE, FileClass.INFO_PAGE, FileClass.DOCUMENTATION, FileClass.LOCALE);

  private final FileFacts files;

  private Removable(FileFacts files) {
    this.files = files;
  }

  public static Removable in(FileFacts files) {
    return new Removable(files);
  }

  /// Compilers that are there when the image runs.
  public Set<FileGroup> compilers() {
    return toolsOf(FileClass.COMPILER, FileGroup::present);
  }

  /// What makes a base image a full one: documentation, locales, headers, compilers and version
  /// control in its layers, whether or not a later layer hides them.
  public Set<FileGroup> baggageUpTo(int lastLayer) {
    Set<FileGroup> baggage = new HashSet<>(toolsOf(FileClass.COMPILER, _ -> true));
    baggage.addAll(toolsOf(FileClass.VERSION_CONTROL, _ -> true));
    files.groups().stream()
        .filter(g -> DOCUMENTATION.contains(g.fileClass()) || g.fileClass() == FileClass.HEADER)
        .forEach(baggage::add);
    return baggage.stream().filter(g -> g.layer() <= lastLayer).collect(toUnmodifiableSet());
  }

  /// Files that a later layer hides and that travel with the image all the same.
  public Set<FileGroup> waste() {
    return files.groups().stream().filter(g -> !g.present()).collect(toUnmodifiableSet());
  }

  private Set<FileGroup> toolsOf(FileClass tool, Predicate<FileGroup> wanted) {
    Set<PackageName> owners =
        files.groups().stream()
            .filter(g -> g.fileClass() == tool)
            .filter(wanted)
            .map(FileGroup::owner)
            .filter(Objects::nonNull)
            .collect(toUnmodifiableSet());
    return files.groups().stream()
        .filter(wanted)
        .filter(g -> g.owner() == null ? g.fileClass() == tool : owners.contains(g.owner()))
        .collect(toUnmodifiableSet());
  }
}
