package dev.plimsoll.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// Which file groups of an image do no work where it runs.
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
    return ToolGroups.presentIn(files).of(FileClass.COMPILER);
  }

  /// What makes a base image a full one: documentation, locales, headers, compilers and version
  /// control in its layers, whether or not a later layer hides them.
  public Set<FileGroup> baggageUpTo(int lastLayer) {
    Set<FileGroup> baggage = new HashSet<>(ToolGroups.everIn(files).of(FileClass.COMPILER));
    baggage.addAll(ToolGroups.everIn(files).of(FileClass.VERSION_CONTROL));
    files.groups().stream()
        .filter(g -> DOCUMENTATION.contains(g.fileClass()) || g.fileClass() == FileClass.HEADER)
        .forEach(baggage::add);
    return baggage.stream().filter(g -> g.layer() <= lastLayer).collect(toUnmodifiableSet());
  }

  /// Files that a later layer hides and that travel with the image all the same.
  public Set<FileGroup> waste() {
    return files.groups().stream().filter(g -> !g.present()).collect(toUnmodifiableSet());
  }
}
